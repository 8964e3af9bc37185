package dev.supervisord.os;

/**
 * One process, for ever: pids are used again, but not with the same start time between two starts of the machine.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}, in clock ticks since boot; see {@code proc(5)}
 */
public record ProcessIdentity(Pid pid, long startTicks) {}
