package dev.supervisord.ctl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command that takes names of processes, and options that have no value.
 *
 * @param names the selectors, in order
 * @param options those that were given
 */
record Operands(List<String> names, Set<String> options) {
    static final String NO_WAIT = "--no-wait";
    static final String KEEP = "--keep";

    boolean noWait() {
        return options.contains(NO_WAIT);
    }

    boolean keep() {
        return options.contains(KEEP);
    }

    /**
     * Reads the arguments of a command that needs a name; says what is wrong with them, and gives none then.
     *
     * @param verb the command as it is typed
     * @param known the options it has
     */
    static Optional<Operands> read(
            Command command, String verb, List<String> words, Set<String> known, Session session) {
        Optional<Operands> operands = parse(command, words, known, session);
        if (operands.isPresent() && operands.get().names.isEmpty()) {
            Dispatch.usage(command, verb + " requires a process name", session, ExitCode.ERROR);
            return Optional.empty();
        }
        return operands;
    }

    /** The same of a command that can do without a name. */
    static Optional<Operands> parse(Command command, List<String> words, Set<String> known, Session session) {
        List<String> names = new ArrayList<>(words.size());
        Set<String> options = new HashSet<>();
        for (String word : words) {
            if (known.contains(word)) {
                options.add(word);
            } else if (word.startsWith("--")) {
                Dispatch.usage(command, "bad argument " + word, session, ExitCode.ERROR);
                return Optional.empty();
            } else {
                names.add(word);
            }
        }
        return Optional.of(new Operands(names, options));
    }
}
