package dev.supervisord.model;

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
