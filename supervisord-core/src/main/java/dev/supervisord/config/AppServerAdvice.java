package dev.supervisord.config;

import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import java.util.List;
import java.util.Optional;

/**
 * What is known about app servers that do not take to a supervisor as they are told to run.
 *
 * @param what what will happen
 * @param write what to write instead
 */
record AppServerAdvice(String what, String write) {

    /** The advice for a command, if any. */
    static Optional<AppServerAdvice> of(List<String> argv, ProcessSpec process) {
        String file = argv.get(0);
        String program = file.substring(file.lastIndexOf('/') + 1);
        List<String> arguments = argv.subList(1, argv.size());
        if (program.startsWith("gunicorn") && hasAny(arguments, "-D", "--daemon")) {
            return daemonizes("gunicorn", "-D");
        }
        if (program.startsWith("uwsgi")) {
            return uwsgi(arguments, process);
        }
        return Optional.empty();
    }

    private static Optional<AppServerAdvice> uwsgi(List<String> arguments, ProcessSpec process) {
        if (hasAny(arguments, "-d", "--daemonize", "--daemonize2")) {
            return daemonizes("uwsgi", "--daemonize");
        }
        boolean reloadsOnTerm = hasAny(arguments, "-M", "--master")
                && !hasAny(arguments, "--die-on-term")
                && process.stop().signal().equals(Signal.TERM);
        return reloadsOnTerm
                ? Optional.of(new AppServerAdvice(
                        "uwsgi with a master takes SIGTERM for a reload, so each stop would end in SIGKILL",
                        "add --die-on-term, or write stopsignal = QUIT"))
                : Optional.empty();
    }

    private static Optional<AppServerAdvice> daemonizes(String program, String option) {
        return Optional.of(new AppServerAdvice(
                program + " goes into the background with " + option + ", where a supervisor cannot follow it",
                "remove " + option));
    }

    private static boolean hasAny(List<String> arguments, String... options) {
        for (String option : options) {
            for (String argument : arguments) {
                if (argument.equals(option) || argument.startsWith(option + "=")) {
                    return true;
                }
            }
        }
        return false;
    }
}
