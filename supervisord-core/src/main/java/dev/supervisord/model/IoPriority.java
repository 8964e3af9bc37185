package dev.supervisord.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a process is served by disks, {@code ioprio_set(2)}.
 *
 * @param level from 0, which is served first, to 7; 0 in the class IDLE
 */
public record IoPriority(Service service, int level) {

    public static final int LAST_LEVEL = 7;

    /** The classes, with the words of {@code ionice(1)}. */
    public enum Service {
        REALTIME,
        BEST_EFFORT,
        IDLE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Service> of(String word) {
            return Arrays.stream(values())
                    .filter(service -> service.word().equals(word))
                    .findFirst();
        }
    }

    public IoPriority {
        if (level < 0 || level > LAST_LEVEL || (service == Service.IDLE && level != 0)) {
            throw new IllegalArgumentException("no level of " + service + ": " + level);
        }
    }

    /** {@code best-effort:4}, {@code idle}. */
    @Override
    public String toString() {
        return service == Service.IDLE ? service.word() : service.word() + ":" + level;
    }
}
