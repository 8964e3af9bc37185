package dev.supervisord.model;

import org.jspecify.annotations.Nullable;

/**
 * The address of one process: its group and its name in the group.
 *
 * <p>Written as Supervisor writes it: {@code group:process}, or only the process's name when both are equal.
 */
public record ProcessName(String group, String process) implements Comparable<ProcessName> {

    /** Reads {@code group:process}, or {@code name} for the process of that name in the group of that name. */
    public static ProcessName parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ProcessName(text, text)
                : new ProcessName(text.substring(0, colon), text.substring(colon + 1));
    }

    /**
     * By hand, like {@link #hashCode}: the compiler leaves both to be made at run time, which takes a JVM that has just started 10 ms,
     * and these are the first that every start of the daemon needs.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessName name && name.group.equals(group) && name.process.equals(process);
    }

    @Override
    public int hashCode() {
        return 31 * group.hashCode() + process.hashCode();
    }

    @Override
    public int compareTo(ProcessName other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : process.compareTo(other.process);
    }

    @Override
    public String toString() {
        return group.equals(process) ? process : group + ":" + process;
    }
}
