package dev.supervisord.engine;

import org.junit.jupiter.api.Test;

/**
 * Runs {@link Simulation}s, one per seed. {@code -Dsimulation.seeds=100000} runs more of them, {@code -Dsimulation.first=42}
 * begins at a seed that has failed.
 */
class SupervisorSimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long SEEDS = Long.getLong("simulation.seeds", 3_000);

    @Test
    void whateverHappensTheRulesHold() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "seed " + seed + ": " + broken.getMessage() + "; -Dsimulation.first=" + seed + " repeats it\n"
                                + simulation.story(),
                        broken);
            }
        }
    }
}
