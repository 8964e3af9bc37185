package dev.supervisord.model;

import java.util.Locale;

/** What a caller of the control API may do; each role may do all that the ones before it may. */
public enum AccessRole {
    /** See the state of processes, and read what they write. */
    READ,
    /** Start, stop, restart and signal processes, write to their input, clear and rotate their logs. */
    OPERATE,
    /** Change the configuration that runs, and end or upgrade the daemon. */
    ADMIN;

    /** Whether who has this role may do what the other one is needed for. */
    public boolean covers(AccessRole needed) {
        return compareTo(needed) >= 0;
    }

    /** How it is written in a configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
