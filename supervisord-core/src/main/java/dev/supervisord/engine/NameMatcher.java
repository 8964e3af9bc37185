package dev.supervisord.engine;

import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Wildcards;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the processes that the names of a request mean; the rules stand at {@link Control}.
 *
 * @param <P> what stands for a process: the live one in the loop, its view elsewhere
 */
final class NameMatcher<P> {

    /** Where to look. */
    interface Source<P> {
        Collection<P> all();

        /** The members of a group; none when there is no such group. */
        List<P> group(String group);

        /**
         * Whether there is a group without members, for which there is nothing to do and nothing wrong. Who only looks is told
         * that there is no such group, as by Supervisor.
         */
        default boolean isEmptyGroup(String group) {
            return false;
        }

        Optional<P> find(ProcessName name);
    }

    /**
     * What one name means.
     *
     * @param byName whether the processes were asked for one by one, so that each deserves an answer even when there is
     *     nothing to do; else only those are reported to which something was done
     * @param unknown why the name fits nothing; empty when it fits
     */
    record Match<P>(List<P> processes, boolean byName, Optional<Outcome> unknown) {}

    private final Source<P> source;
    private final Function<P, ProcessName> nameOf;

    NameMatcher(Source<P> source, Function<P, ProcessName> nameOf) {
        this.source = source;
        this.nameOf = nameOf;
    }

    /** What the names mean. One that is repeated adds nothing, unless it fits nothing: each of these has an answer. */
    List<Match<P>> match(List<String> names) {
        List<Match<P>> matches = new ArrayList<>();
        Map<String, Match<P>> known = new HashMap<>();
        for (String name : names) {
            Match<P> before = known.get(name);
            if (before == null) {
                before = matchOne(name);
                known.put(name, before);
                matches.add(before);
            } else if (before.unknown().isPresent()) {
                matches.add(before);
            }
        }
        return matches;
    }

    private Match<P> matchOne(String name) {
        if (name.equals("all")) {
            return found(List.copyOf(source.all()), false);
        }
        String group = name.substring(0, Math.max(0, name.indexOf(':')));
        if ((name.endsWith(":*") || name.endsWith(":")) && !Wildcards.areIn(group)) {
            List<P> members = source.group(group);
            boolean known = !members.isEmpty() || source.isEmptyGroup(group);
            return known ? found(members, false) : unknown(group, Code.NO_SUCH_GROUP);
        }
        Optional<P> process = source.find(ProcessName.parse(name));
        if (process.isPresent()) {
            return found(List.of(process.get()), true);
        }
        if (Wildcards.areIn(name)) {
            List<P> fitting = glob(name);
            return fitting.isEmpty() ? unknown(name, Code.NO_SUCH_PROCESS) : found(fitting, false);
        }
        // A group of one has a name of its own only as group:process; that is Supervisor's rule.
        List<P> members = source.group(name);
        return members.size() > 1 ? found(members, true) : unknown(name, Code.NO_SUCH_PROCESS);
    }

    private List<P> glob(String pattern) {
        List<P> fitting = new ArrayList<>();
        for (P candidate : source.all()) {
            if (Wildcards.fit(pattern, nameOf.apply(candidate).toString())) {
                fitting.add(candidate);
            }
        }
        return fitting;
    }

    private Match<P> found(List<P> processes, boolean byName) {
        return new Match<>(processes, byName, Optional.empty());
    }

    private Match<P> unknown(String name, Code code) {
        return new Match<>(List.of(), true, Optional.of(new Outcome(name, code, "")));
    }
}
