package dev.supervisord.rpc;

import dev.supervisord.log.AuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes down what somebody has made the daemon do by a signal; the JVM does not tell who that was. Any thread may call; nobody
 * waits for the disk. Where there is no audit log, the daemon's own tells of signals.
 */
public final class SignalAudit {

    private final Optional<AuditLog> file;
    private final InstantSource clock;

    public SignalAudit(Optional<AuditLog> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** A signal has arrived that asks for this. */
    public Act begin(String signal, String call) {
        return new Act(signal, call, clock.instant());
    }

    /** What a signal asks for; ends once. */
    public final class Act {

        private final String signal;
        private final String call;
        private final Instant began;

        private Act(String signal, String call, Instant began) {
            this.signal = signal;
            this.call = call;
            this.began = began;
        }

        /** It was done, or accepted. */
        public void done() {
            write("OK", "");
        }

        /** It was not done; nothing has changed. */
        public void refused(String why) {
            write("FAILED_PRECONDITION", why);
        }

        private void write(String result, String message) {
            Instant ended = clock.instant();
            file.ifPresent(log -> log.offer(() -> AuditLine.ofSignal(began, ended, signal, call, result, message)));
        }
    }
}
