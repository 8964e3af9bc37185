package dev.supervisord.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The limits of the cgroup of a process.
 *
 * @param values what is written to the kernel, {@code 268435456} or {@code 50000 100000}; what is missing is not limited
 */
public record CgroupLimits(Map<CgroupLimit, String> values) {

    /** No limits. */
    public static final CgroupLimits NONE = new CgroupLimits(Map.of());

    private static final String[] UNITS = {"GB", "MB", "KB"};

    public CgroupLimits {
        EnumMap<CgroupLimit, String> ordered = new EnumMap<>(CgroupLimit.class);
        ordered.putAll(values);
        values = Collections.unmodifiableMap(ordered);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The most memory, in bytes. */
    public OptionalLong memoryMax() {
        String bytes = values.get(CgroupLimit.MEMORY_MAX);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(bytes));
    }

    /** A size as people write it, {@code 256MB}: in the greatest unit of which it is a multiple. */
    public static String size(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            long unit = 1L << (10 * (UNITS.length - i));
            if (bytes > 0 && bytes % unit == 0) {
                return bytes / unit + UNITS[i];
            }
        }
        return bytes + " bytes";
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(limit -> limit.getKey().key() + "=" + limit.getValue())
                .collect(Collectors.joining(","));
    }
}
