package dev.supervisord.engine;

import dev.supervisord.model.Command;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.Pid;
import java.time.Duration;

/** What to say of a program that has ended at once and well, but left something running: it went into the background. */
final class Background {

    private Background() {}

    /**
     * @param pid of what it has left behind
     * @param name of that process
     */
    static String explain(ProcessSpec spec, Pid pid, String name) {
        return "Exited too quickly with status 0 and left pid " + pid + " (" + name
                + ") behind: it went into the background, where it cannot be supervised; " + advice(spec)
                + " (or write type = forking and its pidfile)";
    }

    /** What to say of a program that was to go into the background, and has not. */
    static String explainForeground(ProcessSpec spec) {
        Duration timeout = spec.role().forking().orElseThrow().timeout();
        return "Did not go into the background within " + timeout.toSeconds()
                + " seconds (start_timeout); have it do that, or better: remove type and pidfile";
    }

    private static String advice(ProcessSpec spec) {
        String program = program(spec.command());
        if (program.startsWith("gunicorn")) {
            return "remove -D (--daemon) from its command, and daemon from its configuration";
        }
        if (program.startsWith("uwsgi")) {
            return "remove --daemonize from its command, and daemonize from its configuration";
        }
        if (program.equals("nginx")) {
            return "add -g 'daemon off;' to its command";
        }
        return "have it stay in the foreground, often by removing an option such as -d or --daemon";
    }

    private static String program(Command command) {
        if (!(command instanceof Command.Words words)) {
            return "";
        }
        String file = words.argv().get(0);
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
