package dev.supervisord.ctl;

import dev.supervisord.ctl.http2.ConnectFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * Words and exit codes for a call that failed as a whole. Supervisor says so on standard output, where its users' scripts look
 * for it; of a command that answers in JSON nothing else is ever there.
 */
final class Failures {
    private static final String JSON = "--json";

    private final List<String> words;
    private final Session session;
    private final Console console;

    private Failures(List<String> words, Session session) {
        this.words = words;
        this.session = session;
        this.console = session.console();
    }

    /** @param words the command that has failed */
    static ExitCode report(StatusRuntimeException failure, List<String> words, Session session) {
        Failures failures = new Failures(words, session);
        return failure.getStatus().getCause() instanceof ConnectFailure unreachable
                ? failures.unreachable(unreachable)
                : failures.report(failure);
    }

    private void line(String text) {
        if (words.contains(JSON)) {
            console.error(text);
        } else {
            console.line(text);
        }
    }

    private ExitCode report(StatusRuntimeException failure) {
        switch (failure.getStatus().getCode()) {
            case UNAUTHENTICATED -> {
                line("Server requires authentication");
                console.error(
                        session.server().target() instanceof Target.Tcp
                                ? text(failure.getStatus())
                                        + "; show one with --token-file FILE or CTL_TOKEN, or --cert" + " and --key"
                                : "give the username and password of the daemon's configuration: -u NAME -p PASSWORD, or in"
                                        + " [supervisorctl]");
                return ExitCode.ERROR;
            }
            case PERMISSION_DENIED -> {
                line("ERROR: permission denied: " + text(failure.getStatus()));
                return ExitCode.UNKNOWN;
            }
            case FAILED_PRECONDITION, INVALID_ARGUMENT -> {
                for (String problem : ErrorDetails.problems(failure)) {
                    console.error(problem);
                }
                return ExitCode.ERROR;
            }
            case DEADLINE_EXCEEDED -> {
                line("ERROR: the daemon at " + session.server().url() + " did not answer within "
                        + Session.PATIENCE_SECONDS + " seconds");
                return ExitCode.ERROR;
            }
            default -> {
                line("ERROR: " + text(failure.getStatus()));
                return ExitCode.ERROR;
            }
        }
    }

    /** There is no connection: says so in Supervisor's words, and what to do about it on standard error. */
    private ExitCode unreachable(ConnectFailure failure) {
        String url = session.server().url();
        return switch (failure.reason()) {
            case NO_SUCH_FILE -> {
                line(url + " no such file");
                console.error("no daemon listens there; start it with: supervisord -c FILE");
                yield words.get(0).equals("status") ? ExitCode.UNKNOWN : ExitCode.NOT_RUNNING;
            }
            case REFUSED -> {
                line(url + " refused connection");
                console.error(
                        session.server().target() instanceof Target.Unix
                                ? "the daemon that made this socket is gone; start it with: supervisord -c FILE"
                                : "no daemon listens there: see [control] of its configuration");
                yield ExitCode.UNKNOWN;
            }
            case PERMISSION_DENIED -> {
                line("cannot connect to " + url + ": permission denied; "
                        + (session.server().target() instanceof Target.Unix unix ? wayIn(unix.socket()) : ""));
                yield ExitCode.UNKNOWN;
            }
            case NOT_TRUSTED -> {
                line("ERROR: " + failure.getMessage());
                console.error(
                        "give the certificates to trust with --ca FILE, and the client's own with --cert and --key;"
                                + " tcp://HOST:PORT is for a daemon without TLS");
                yield ExitCode.UNKNOWN;
            }
            case NO_SUCH_HOST, OTHER -> {
                line("ERROR: " + failure.getMessage());
                yield ExitCode.ERROR;
            }
        };
    }

    /** Who may open the socket, as far as it can be seen from here. */
    private static String wayIn(Path socket) {
        try {
            PosixFileAttributes file = Files.readAttributes(socket, PosixFileAttributes.class);
            String owner = file.owner().getName();
            String asOwner = owner.equals("root") ? "run as root" : "run as " + owner + " or root";
            return file.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    ? asOwner + " or ask to be added to group " + file.group().getName()
                    : asOwner;
        } catch (IOException e) {
            // Its directory is closed as well, so its group cannot be told.
            return "run as root";
        }
    }

    /** A sentence about a status. */
    static String text(Status status) {
        String description = status.getDescription();
        return description == null ? "the daemon answered " + status.getCode() : description;
    }
}
