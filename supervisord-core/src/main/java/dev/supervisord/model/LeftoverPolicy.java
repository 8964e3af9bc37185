package dev.supervisord.model;

import java.time.Duration;

/**
 * What becomes of the processes that a run leaves behind when its main process has ended: orphaned workers, daemons that it
 * started.
 *
 * @param end when they are ended ({@code leftovers})
 * @param grace how long they may take to end after SIGTERM until SIGKILL ({@code leftovers_grace})
 */
public record LeftoverPolicy(End end, Duration grace) {

    /** When leftovers are ended. */
    public enum End {
        /** {@code end}: as soon as the main process has ended, whatever follows. */
        AT_ONCE("end"),
        /** {@code before_start}: before the process is started again, so that a stop leaves them alone as Supervisor does. */
        BEFORE_START("before_start"),
        /** {@code keep}: never; nobody looks for them. */
        NEVER("keep");

        private final String word;

        End(String word) {
            this.word = word;
        }

        /** The word for it in a configuration file. */
        public String word() {
            return word;
        }
    }
}
