package dev.supervisord.ctl;

import java.nio.file.Path;

/**
 * The daemon to talk to.
 *
 * @param socket its control socket
 * @param username who to log in as; empty: nobody asks
 * @param prompt what the shell calls it
 */
record ServerAddress(Path socket, String username, String password, String prompt) {
    /** The address as Supervisor writes it. */
    String url() {
        return "unix://" + socket;
    }

    @Override
    public String toString() {
        return url();
    }
}
