package dev.supervisord.model;

/**
 * What went wrong with a process before its present attempt; what follows the next failure depends on it.
 *
 * @param failures the starts that have failed in a row
 * @param shortRuns the runs in a row that ended by themselves soon after their start
 */
public record Setbacks(int failures, int shortRuns) {

    public static final Setbacks NONE = new Setbacks(0, 0);

    public boolean areNone() {
        return equals(NONE);
    }
}
