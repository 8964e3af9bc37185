package dev.supervisord.ctl;

/**
 * The daemon to talk to.
 *
 * @param target where it listens
 * @param credentials for a daemon on a TCP address
 * @param username who to log in as; empty: nobody asks
 * @param prompt what the shell calls it
 */
record ServerAddress(Target target, Credentials credentials, String username, String password, String prompt) {
    /** The address as Supervisor writes it. */
    String url() {
        return target.toString();
    }

    @Override
    public String toString() {
        return url();
    }
}
