package dev.supervisord.app;

import dev.supervisord.os.posix.PosixSelf;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that a daemon may become: which version, and how it is executed. It says so itself when it is asked to check the
 * configuration, so that exactly what was tried is what is executed.
 *
 * @param version its version
 * @param words the Java program, its options and those of the JVM, without the arguments of the daemon
 */
record Successor(String version, List<String> words) {

    private static final char NUL = '\0';
    private static final String END = "that is all";

    Successor {
        words = List.copyOf(words);
    }

    /** This very program. */
    static Successor ofThisProcess(String version, List<String> arguments) {
        List<String> words = new ArrayList<>(PosixSelf.commandLine());
        words.set(0, ProcessHandle.current().info().command().orElse(words.get(0)));
        words.removeIf(word -> Handoff.isOption(word) || word.equals(Detachment.OPTION));
        return new Successor(version, words.subList(0, words.size() - arguments.size()));
    }

    /** How it describes itself, after what people are to read. */
    String description() {
        return NUL + version + NUL + String.join(String.valueOf(NUL), words) + NUL + END;
    }

    /** What stands before the description. */
    static String remarks(String said) {
        int begin = said.indexOf(NUL);
        return (begin < 0 ? said : said.substring(0, begin)).strip();
    }

    static boolean isComplete(String said) {
        return said.endsWith(NUL + END);
    }

    static Successor parse(String said) {
        String[] parts = said.substring(said.indexOf(NUL) + 1).split(String.valueOf(NUL), -1);
        return new Successor(parts[0], List.of(parts).subList(1, parts.length - 1));
    }

    /** All words to execute it. */
    List<String> commandLine(Handoff handoff, List<String> arguments) {
        List<String> all = new ArrayList<>(words);
        all.add(1, handoff.option());
        if (Detachment.isDetached()) {
            all.add(1, Detachment.OPTION);
        }
        all.addAll(arguments);
        return all;
    }
}
