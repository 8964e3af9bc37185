package dev.supervisord.ctl;

import org.jspecify.annotations.Nullable;

/** The commands by name. Only the class of the one that is asked for is loaded. */
final class Commands {

    /** All names, in the order in which help lists them. */
    static final String[] NAMES = {
        "add",
        "avail",
        "clear",
        "completion",
        "describe",
        "events",
        "exit",
        "fg",
        "help",
        "loglevel",
        "logs",
        "maintail",
        "pid",
        "quit",
        "reload",
        "remove",
        "reread",
        "restart",
        "rotate",
        "shutdown",
        "signal",
        "start",
        "status",
        "stop",
        "tail",
        "top",
        "update",
        "upgrade",
        "version",
        "wait",
        "why",
    };

    private Commands() {}

    /** The command with this name, or null. */
    static @Nullable Command named(String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "start" -> new StartCommand();
            case "stop" -> new StopCommand();
            case "restart" -> new RestartCommand();
            case "signal" -> new SignalCommand();
            case "pid" -> new PidCommand();
            case "tail" -> new TailCommand();
            case "logs" -> new LogsCommand();
            case "maintail" -> new MainTailCommand();
            case "fg" -> new FgCommand();
            case "clear" -> new ClearCommand();
            case "rotate" -> new RotateCommand();
            case "reload" -> new ReloadCommand();
            case "reread" -> new RereadCommand();
            case "update" -> new UpdateCommand();
            case "wait" -> new WaitCommand();
            case "why" -> new WhyCommand();
            case "describe" -> new DescribeCommand();
            case "top" -> new TopCommand();
            case "completion" -> new CompletionCommand();
            case "loglevel" -> new LogLevelCommand();
            case "events" -> new EventsCommand();
            case "add" -> new AddCommand();
            case "remove" -> new RemoveCommand();
            case "avail" -> new AvailCommand();
            case "upgrade" -> new UpgradeCommand();
            case "shutdown" -> new ShutdownCommand();
            case "version" -> new VersionCommand();
            case "help", "?" -> new HelpCommand();
            case "exit", "quit", "EOF" -> new ExitCommand();
            default -> null;
        };
    }
}
