package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Many small programs as one file configures them, and how often each must have been started by now. A program writes its pid into
 * a file of its name at each start.
 */
final class Fleet {

    /** A section: its command has a word that an edit changes, and a value that needs no restart. */
    private record Program(int version, int patience) {
        String section(String name) {
            return "[program:" + name + "]\ncommand=/bin/sh {children}/stays.sh {dir}/runs/" + name + " v" + version
                    + "\nstartsecs=0\nautorestart=true\nstopwaitsecs=" + patience
                    + "\nstdout_logfile=NONE\nstderr_logfile=NONE\n";
        }
    }

    private final Path runs;
    private final TreeMap<String, Program> programs;
    private final Map<String, Integer> starts;
    private final Set<String> halted;

    private Fleet(Path runs, TreeMap<String, Program> programs, Map<String, Integer> starts, Set<String> halted) {
        this.runs = runs;
        this.programs = programs;
        this.starts = starts;
        this.halted = halted;
    }

    /** @param runs the directory in which the programs write their pids */
    static Fleet of(int size, Path runs) throws IOException {
        Fleet fleet = new Fleet(Files.createDirectories(runs), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
        for (int i = 0; i < size; i++) {
            fleet.add("p" + (1000 + i));
        }
        return fleet;
    }

    private Fleet copy() {
        return new Fleet(runs, new TreeMap<>(programs), new TreeMap<>(starts), new TreeSet<>(halted));
    }

    private void add(String name) {
        programs.put(name, new Program(0, 10));
        started(name);
    }

    private void started(String name) {
        if (!halted.contains(name)) {
            starts.merge(name, 1, Integer::sum);
        }
    }

    List<String> names() {
        return List.copyOf(programs.keySet());
    }

    boolean isHalted(String name) {
        return halted.contains(name);
    }

    /** The sections of the configuration file. */
    String text() {
        StringBuilder text = new StringBuilder();
        programs.forEach((name, program) -> text.append(program.section(name)));
        return text.toString();
    }

    /** These programs are stopped by hand. */
    void halt(List<String> names) {
        halted.addAll(names);
    }

    /** Some programs, none twice. */
    List<String> pick(int count, Random random) {
        List<String> all = new ArrayList<>(programs.keySet());
        Collections.shuffle(all, random);
        return all.subList(0, count);
    }

    /** This fleet after some edits of its file. */
    Fleet edited(int edits, Random random) {
        Fleet next = copy();
        for (String name : next.pick(edits, random)) {
            Program program = Objects.requireNonNull(programs.get(name));
            switch (random.nextInt(4)) {
                case 0 -> {
                    next.programs.put(name, new Program(program.version() + 1, program.patience()));
                    next.started(name);
                }
                case 1 -> next.programs.put(name, new Program(program.version(), program.patience() + 1));
                case 2 -> {
                    next.programs.remove(name);
                    next.halted.remove(name);
                }
                default -> {
                    String fresh = "p" + (1000 + random.nextInt(500));
                    if (!programs.containsKey(fresh) && !next.programs.containsKey(fresh)) {
                        next.add(fresh);
                    }
                }
            }
        }
        return next;
    }

    /** Programs that run in both and differ in nothing, so that only their crash is a reason to start them again. */
    List<String> crash(int crashes, Fleet other, Random random) {
        List<String> crashing = pick(crashes, random).stream()
                .filter(name -> !halted.contains(name))
                .filter(name -> Objects.equals(programs.get(name), other.programs.get(name)))
                .toList();
        for (String name : crashing) {
            started(name);
            other.started(name);
        }
        return crashing;
    }

    /** The pid of the last start of a program. */
    long pid(String name) throws IOException {
        List<Long> all = pids(name);
        return all.get(all.size() - 1);
    }

    private List<Long> pids(String name) throws IOException {
        Path file = runs.resolve(name);
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    /** Checks that each program has been started so often and that only the last start of those that run is alive. */
    void assertAsExpected(String when) throws IOException {
        for (Map.Entry<String, Integer> entry : starts.entrySet()) {
            String name = entry.getKey();
            List<Long> pids = pids(name);
            assertEquals(entry.getValue(), pids.size(), () -> "starts of " + name + ", " + when);
            boolean runs = programs.containsKey(name) && !halted.contains(name);
            for (int i = 0; i < pids.size(); i++) {
                long pid = pids.get(i);
                assertEquals(
                        runs && i == pids.size() - 1, Processes.isAlive(pid), () -> name + " " + pid + ", " + when);
            }
        }
    }
}
