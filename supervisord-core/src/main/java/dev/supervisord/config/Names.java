package dev.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that may stand in {@code %(…)s}: a few values, and {@code ENV_X} for variables. Immutable.
 *
 * <p>Environments are looked through in turn and never copied or listed: there may be thousands of programs, and an
 * environment holds secrets.
 */
final class Names {
    static final String HERE = "here";
    private static final String ENV = "ENV_";

    private final Map<String, Object> values;
    private final List<Map<String, String>> environments;

    private Names(Map<String, Object> values, List<Map<String, String>> environments) {
        this.values = values;
        this.environments = environments;
    }

    /** Only {@code ENV_X}, from this environment, and {@code here}. */
    static Names of(Map<String, String> environment) {
        return new Names(Map.of(), List.of(environment));
    }

    /** With one more name; the value is a {@link String} or an {@link Integer}. */
    Names with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Names(more, environments);
    }

    /** With more variables, which win over those that are there. */
    Names withEnvironment(Map<String, String> environment) {
        if (environment.isEmpty()) {
            return this;
        }
        List<Map<String, String>> more = new ArrayList<>();
        more.add(environment);
        more.addAll(environments);
        return new Names(values, more);
    }

    @Nullable
    Object lookup(String name) {
        Object value = values.get(name);
        if (value != null || !name.startsWith(ENV)) {
            return value;
        }
        String variable = name.substring(ENV.length());
        for (Map<String, String> environment : environments) {
            String found = environment.get(variable);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What to write instead of a name that is not there. */
    String adviceFor(String name) {
        if (name.startsWith(ENV)) {
            List<String> variables = new ArrayList<>();
            for (Map<String, String> environment : environments) {
                environment.keySet().forEach(variable -> variables.add(ENV + variable));
            }
            String set = "set the variable " + name.substring(ENV.length()) + " before the daemon is started";
            return NearName.of(name, variables)
                    .map(near -> "did you mean %(" + near + ")s? Otherwise " + set)
                    .orElse(set);
        }
        List<String> known = new ArrayList<>(values.keySet());
        known.add(HERE);
        String all = "here can stand " + String.join(", ", known) + " and ENV_X for a variable X";
        return NearName.of(name, known)
                .map(near -> "did you mean " + near + "? " + all)
                .orElse(all);
    }
}
