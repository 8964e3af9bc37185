package dev.supervisord.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code setrlimit(2)} can limit; its page says what happens at each limit. */
public enum Resource {
    AS(Unit.BYTES),
    CORE(Unit.BYTES),
    CPU(Unit.SECONDS),
    DATA(Unit.BYTES),
    FSIZE(Unit.BYTES),
    LOCKS(Unit.COUNT),
    MEMLOCK(Unit.BYTES),
    MSGQUEUE(Unit.BYTES),
    NICE(Unit.COUNT),
    NOFILE(Unit.COUNT),
    NPROC(Unit.COUNT),
    RSS(Unit.BYTES),
    RTPRIO(Unit.COUNT),
    RTTIME(Unit.MICROSECONDS),
    SIGPENDING(Unit.COUNT),
    STACK(Unit.BYTES);

    /** What its limits are numbers of. */
    public enum Unit {
        COUNT,
        BYTES,
        SECONDS,
        MICROSECONDS
    }

    private final Unit unit;

    Resource(Unit unit) {
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    /** Its name in configurations and in {@code limits.conf(5)}: {@code nofile}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Resource::word).toList();
    }

    public static Optional<Resource> of(String word) {
        return Arrays.stream(values())
                .filter(resource -> resource.word().equals(word))
                .findFirst();
    }
}
