package dev.supervisord.model;

/**
 * What is shown in place of values that may be secrets: those of environment variables, and passwords. Their names are shown.
 *
 * <p>Everything that leaves the daemon goes through here: answers of the API, messages, logs. Only {@code supervisord
 * show-config} shows values, to who may read the configuration files anyway.
 */
public final class Masked {

    /** Stands for a value, whatever its length. */
    public static final String VALUE = "…";

    private Masked() {}

    /** {@code NAME=…}. */
    public static String variable(String name) {
        return name + "=" + VALUE;
    }
}
