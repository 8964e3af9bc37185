package dev.supervisord.os;

/** A process id of the operating system; positive. */
public record Pid(int value) {

    public Pid {
        if (value < 1) {
            throw new IllegalArgumentException("not a pid: " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
