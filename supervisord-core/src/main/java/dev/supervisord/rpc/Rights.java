package dev.supervisord.rpc;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.ProcessSpec;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What one caller may do: for each process the greatest role that any rule gives. Immutable.
 *
 * @param rules those that mean the caller
 */
record Rights(boolean everything, List<AccessRule> rules) {

    private static final Rights EVERYTHING = new Rights(true, List.of());

    /**
     * The rights of a caller.
     *
     * @param trusted the users who may do everything, whatever is configured
     */
    static Rights of(Caller caller, List<AccessRule> rules, IntPredicate trusted) {
        if (caller instanceof Caller.User user && (rules.isEmpty() || trusted.test(user.uid()))) {
            return EVERYTHING;
        }
        return new Rights(
                false,
                rules.stream().filter(rule -> caller.isAmong(rule.callers())).toList());
    }

    /** Whether something may be done to all processes, those that are added later too. */
    boolean everywhere(AccessRole needed) {
        return everything
                || rules.stream()
                        .anyMatch(rule -> rule.isForAll() && rule.role().covers(needed));
    }

    /** Whether there is anything to which it may be done, or could be if it were configured. */
    boolean anywhere(AccessRole needed) {
        return everything || rules.stream().anyMatch(rule -> rule.role().covers(needed));
    }

    boolean on(ProcessSpec process, AccessRole needed) {
        return everything || rules.stream().anyMatch(rule -> rule.role().covers(needed) && rule.isFor(process));
    }
}
