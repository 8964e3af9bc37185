package dev.supervisord.model;

import java.util.Optional;
import java.util.Set;

/**
 * What happens when a process ends by itself.
 *
 * @param mode {@code autorestart}
 * @param expectedCodes {@code exitcodes}; death by a signal is never expected
 * @param backoff how attempts move apart ({@code backoff}); empty: as Supervisor has it
 */
public record RestartPolicy(AutoRestart mode, Set<Integer> expectedCodes, Optional<BackoffPolicy> backoff) {

    public RestartPolicy {
        expectedCodes = Set.copyOf(expectedCodes);
    }

    /** Whether this end is one of the expected ones. */
    public boolean expects(ExitStatus status) {
        return status instanceof ExitStatus.Exited exited && expectedCodes.contains(exited.code());
    }

    /** Whether a process that ended so is started again. */
    public boolean restartsAfter(ExitStatus status) {
        return switch (mode) {
            case NEVER -> false;
            case ALWAYS -> true;
            case UNEXPECTED -> !expects(status);
        };
    }
}
