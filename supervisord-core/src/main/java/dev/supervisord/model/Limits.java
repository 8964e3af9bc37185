package dev.supervisord.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The limits of resources that a process starts with ({@code limits}); those not named are the daemon's.
 *
 * @param byResource in the order of {@link Resource}
 */
public record Limits(Map<Resource, Limit> byResource) {

    public static final Limits NONE = new Limits(Map.of());

    /**
     * A soft and a hard limit in the resource's unit.
     *
     * @param soft what is enforced; the process may raise it up to {@code hard}
     */
    public record Limit(long soft, long hard) {

        public static final long UNLIMITED = -1;

        public Limit {
            if (soft < UNLIMITED || hard < UNLIMITED || Long.compareUnsigned(soft, hard) > 0) {
                throw new IllegalArgumentException("no limit: " + soft + ":" + hard);
            }
        }

        /** {@code 1024:4096}, {@code 0}, {@code unlimited}. */
        @Override
        public String toString() {
            return soft == hard ? text(soft) : text(soft) + ":" + text(hard);
        }

        private static String text(long number) {
            return number == UNLIMITED ? "unlimited" : Long.toString(number);
        }
    }

    public Limits {
        EnumMap<Resource, Limit> sorted = new EnumMap<>(Resource.class);
        sorted.putAll(byResource);
        byResource = Collections.unmodifiableMap(sorted);
    }

    public boolean isEmpty() {
        return byResource.isEmpty();
    }

    /** {@code core=0,nofile=1024:4096}, as in an INI file. */
    @Override
    public String toString() {
        return byResource.entrySet().stream()
                .map(entry -> entry.getKey().word() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
