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

    private static final String GRACEFUL_STOP = "gracefully_kill_them_all";

    /** The advice for a command, if any. */
    static Optional<AppServerAdvice> of(List<String> argv, ProcessSpec process) {
        String program = fileName(argv.get(0));
        List<String> arguments = argv.subList(1, argv.size());
        if (program.startsWith("gunicorn") && !isForking(process) && hasAny(arguments, "-D", "--daemon")) {
            return daemonizes("gunicorn", "-D");
        }
        if (program.startsWith("gunicorn")
                && isAnnounced(process)
                && hasAny(arguments, "-b", "--bind")
                && arguments.stream().noneMatch(argument -> argument.contains("fd://"))) {
            return Optional.of(new AppServerAdvice(
                    "gunicorn serves the sockets of the key sockets, and listens nowhere else",
                    "remove --bind, or the key sockets"));
        }
        if (isUwsgi(argv.get(0))) {
            return uwsgi(arguments, process);
        }
        return Optional.empty();
    }

    /** Whether a command's first word is uWSGI, also one of Debian's {@code uwsgi_python3} and the like. */
    static boolean isUwsgi(String file) {
        return fileName(file).startsWith("uwsgi");
    }

    private static String fileName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static boolean isForking(ProcessSpec process) {
        return process.role().forking().isPresent();
    }

    private static boolean isAnnounced(ProcessSpec process) {
        return process.sockets().announced() && !process.sockets().numbered().isEmpty();
    }

    private static Optional<AppServerAdvice> uwsgi(List<String> arguments, ProcessSpec process) {
        if (!isForking(process) && hasAny(arguments, "-d", "--daemonize", "--daemonize2")) {
            return daemonizes("uwsgi", "--daemonize");
        }
        if (isAnnounced(process)) {
            return Optional.of(new AppServerAdvice(
                    "uwsgi crashes when LISTEN_FDS tells it of a TCP socket", "remove listen_fds, and name fd://3"));
        }
        boolean graceful = arguments.stream().anyMatch(argument -> argument.contains(GRACEFUL_STOP));
        boolean held = !process.sockets().isEmpty();
        if (held && !graceful && hasAny(arguments, "--die-on-term")) {
            return Optional.of(new AppServerAdvice(
                    "uwsgi with --die-on-term drops the requests in hand at each stop, though its socket is held",
                    "write --hook-master-start \"unix_signal:15 " + GRACEFUL_STOP + "\" instead"));
        }
        boolean reloadsOnTerm = hasAny(arguments, "-M", "--master")
                && !hasAny(arguments, "--die-on-term")
                && !graceful
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
