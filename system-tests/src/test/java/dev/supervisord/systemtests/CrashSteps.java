package dev.supervisord.systemtests;

import dev.supervisord.systemtests.KillPoint.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of operations, as the system calls of the daemon's threads show them: learnt by looking, then killed at. Safe for use
 * by several threads.
 */
final class CrashSteps {

    /** So often a thread is only looked at in an operation, until it is killed within it. */
    private static final int LOOKS = 1;

    /** At some instant, by nothing that the daemon did. */
    static final String ANY = "at some instant";

    /** Calls that change something. What is seen before any other is what is seen before the next of these. */
    private static final Set<String> CHANGING = Set.of(
            "open",
            "openat",
            "close",
            "write",
            "pwrite64",
            "writev",
            "splice",
            "tee",
            "ftruncate",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "mkdir",
            "mkdirat",
            "mknod",
            "mknodat",
            "chmod",
            "fchmod",
            "fchmodat",
            "chown",
            "fchown",
            "pipe2",
            "clone",
            "clone3",
            "vfork",
            "kill",
            "pidfd_send_signal",
            "waitid",
            "symlink",
            "symlinkat",
            "execve",
            "close_range",
            "prlimit64");

    private static final Pattern NAME = Pattern.compile("^(\\w+)\\((.*)");

    /** What a call is about, by what its line contains; the first that fits. */
    private static final List<Map.Entry<String, String>> OBJECTS = List.of(
            Map.entry("/run/runs/", "a record"),
            Map.entry("/run/spool/", "a spool"),
            Map.entry("/run/fifo/", "a log pipe"),
            Map.entry("/run/bay/", "a log pipe"),
            Map.entry("/run/keeper", "the keeper of pipes"),
            Map.entry("/run/guard", "the guard"),
            Map.entry("/run/rehearsal", "the rehearsal"),
            Map.entry("supervisord.log", "the daemon's log"),
            Map.entry("/program", "the daemon's log"),
            Map.entry(".log", "a log file"),
            Map.entry(".err", "a log file"),
            Map.entry("/proc/", "proc"),
            Map.entry("eventfd", "a wake-up"),
            Map.entry("CLONE_VFORK", "a child"),
            Map.entry("CLONE_THREAD", "a thread"),
            Map.entry("<pipe:", "a pipe"),
            Map.entry("socket:", "a socket"));

    /** What a thread was seen to do in an operation: each step, and which calls of their names it was. */
    private static final class Sight {
        final Map<String, Set<Call>> steps = new TreeMap<>();
        final Map<String, Integer> aimedAt = new HashMap<>();
        int looks;
    }

    private final Map<String, Sight> sights = new HashMap<>();
    private final TreeMap<CrashOperation, TreeMap<String, TreeMap<String, Integer>>> kills = new TreeMap<>();
    private int sum;

    /**
     * Where to kill next: at the step that was aimed at least, so that those that are seen once are not behind those that are seen all the
     * time; empty when the thread is to be looked at only.
     */
    synchronized Optional<Call> draw(CrashOperation operation, String thread, Random random) {
        Sight sight = sight(operation, thread);
        if (++sight.looks <= LOOKS || sight.steps.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(sight.steps.keySet());
        Collections.shuffle(all, random);
        String step = Collections.min(all, Comparator.comparing(name -> sight.aimedAt.getOrDefault(name, 0)));
        sight.aimedAt.merge(step, 1, Integer::sum);
        List<Call> calls = List.copyOf(sight.steps.getOrDefault(step, Set.of()));
        return Optional.of(calls.get(random.nextInt(calls.size())));
    }

    private Sight sight(CrashOperation operation, String thread) {
        return sights.computeIfAbsent(operation + " " + thread, key -> new Sight());
    }

    /**
     * What was seen of a thread until the daemon was killed; gives the step.
     *
     * @param killed whether it was killed by the last of these calls, and not just somehow
     */
    synchronized String note(CrashOperation operation, String thread, List<String> seen, boolean killed) {
        Sight sight = sight(operation, thread);
        Map<String, Integer> counts = new HashMap<>();
        for (String line : seen) {
            String name = name(line);
            if (CHANGING.contains(name)) {
                int number = counts.merge(name, 1, Integer::sum);
                sight.steps
                        .computeIfAbsent(describe(line), key -> new LinkedHashSet<>())
                        .add(new Call(name, number));
            }
        }
        String step = killed ? "before " + describe(seen.get(seen.size() - 1)) : ANY;
        count(operation, killed ? thread : "", step);
        return step;
    }

    /** A kill at an instant. */
    synchronized void note(CrashOperation operation) {
        count(operation, "", ANY);
    }

    private void count(CrashOperation operation, String thread, String step) {
        kills.computeIfAbsent(operation, key -> new TreeMap<>())
                .computeIfAbsent(thread, key -> new TreeMap<>())
                .merge(step, 1, Integer::sum);
        sum++;
    }

    synchronized int sum() {
        return sum;
    }

    private static String name(String line) {
        Matcher found = NAME.matcher(line);
        return found.matches() ? found.group(1) : "";
    }

    private static String describe(String line) {
        String object = OBJECTS.stream()
                .filter(known -> line.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(what -> " (" + what + ")")
                .orElse("");
        return "`" + name(line) + "`" + object;
    }

    /** A table in Markdown. */
    synchronized String table(boolean counts) {
        StringBuilder text = new StringBuilder(
                counts
                        ? "| operation | thread | step | kills |\n|---|---|---|---|\n"
                        : "| operation | thread | killed |\n|---|---|---|\n");
        kills.forEach((operation, threads) -> threads.forEach((thread, steps) -> {
            String row = "| " + operation.words() + " | " + (thread.isEmpty() ? "" : "`" + thread + "`") + " | ";
            if (counts) {
                steps.forEach((step, kills) -> text.append(row + step + " | " + kills + " |\n"));
            } else {
                text.append(row + String.join(", ", steps.keySet()) + " |\n");
            }
        }));
        return text.toString();
    }
}
