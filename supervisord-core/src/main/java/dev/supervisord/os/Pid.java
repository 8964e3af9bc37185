package dev.supervisord.os;

import org.jspecify.annotations.Nullable;

/** A process id of the operating system; positive. */
public record Pid(int value) {

    public Pid {
        if (value < 1) {
            throw new IllegalArgumentException("not a pid: " + value);
        }
    }

    /** By hand, like {@link #hashCode}, for the reason that {@link dev.supervisord.model.ProcessName} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pid pid && pid.value == value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
