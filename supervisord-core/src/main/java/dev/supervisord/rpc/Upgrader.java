package dev.supervisord.rpc;

import java.util.concurrent.CompletionStage;

/** Replaces the running daemon by the version of it that is installed now. Any thread may call it. */
public interface Upgrader {

    /**
     * The new version has been tried, and the daemon is about to become it.
     *
     * @param version the new version
     * @param upgrades how often the process will have executed itself anew then
     */
    record Accepted(String version, int upgrades) {}

    /** The daemon stays as it is; the message says why. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** Tries the new version, then begins; fails with {@link Refused}. */
    CompletionStage<Accepted> upgrade();
}
