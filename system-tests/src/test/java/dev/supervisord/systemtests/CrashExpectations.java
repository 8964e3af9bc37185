package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be true of the programs of a crash chain after the next kill, whatever the daemon was doing when it was killed. */
final class CrashExpectations {

    private enum Wanted {
        UP,
        DOWN,
        /** An operation has got no answer. */
        EITHER
    }

    private final Sandbox sandbox;
    private final CrashPrograms programs;
    private final Map<String, Wanted> wanted = new TreeMap<>();

    /** Pids of programs that nobody has a reason to touch. */
    private final Map<String, Long> untouched = new HashMap<>();

    CrashExpectations(Sandbox sandbox, CrashPrograms programs) {
        this.sandbox = sandbox;
        this.programs = programs;
        want(CrashPrograms.PLAIN, Wanted.UP);
        want(CrashPrograms.FORMED, Wanted.UP);
    }

    boolean isUp(String subject) {
        return wanted.get(subject) == Wanted.UP;
    }

    void started(String subject) {
        want(subject, Wanted.UP);
    }

    void stopped(String subject) {
        want(subject, Wanted.DOWN);
    }

    /**
     * The daemon was told to carry this out.
     *
     * @param answered whether it has said that it is done
     */
    void operated(CrashOperation operation, String subject, boolean answered) {
        switch (operation) {
            case START -> want(subject, answered ? Wanted.UP : Wanted.EITHER);
            case STOP -> want(subject, answered ? Wanted.DOWN : Wanted.EITHER);
            case RESTART -> want(subject, Wanted.UP);
            case RELOAD -> {
                untouched.remove(CrashPrograms.FORMED);
                untouched.remove(CrashPrograms.EXTRA);
                wanted.remove(CrashPrograms.EXTRA);
                if (programs.hasExtra()) {
                    wanted.put(CrashPrograms.EXTRA, Wanted.UP);
                }
            }
            case ADOPTION, ROTATION, WRITING, EXIT, UPGRADE -> {}
        }
    }

    private void want(String subject, Wanted state) {
        untouched.remove(subject);
        wanted.put(subject, state);
    }

    /**
     * Looks at the processes of the machine and at what the daemon says of them. What it finds is what is wanted from now on.
     *
     * @param daemon its pid
     * @param starts how often {@code brief} had been started when the daemon was
     */
    void assertMet(long daemon, Map<String, ProcessStatus> status, int starts) throws IOException {
        List<Long> expected = new ArrayList<>(List.of(daemon));
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            String name = entry.getKey();
            @Nullable ProcessStatus process = status.get(name);
            assertTrue(process != null, () -> name + " is not known any more");
            expected.addAll(assertMet(name, entry.getValue(), process));
        }
        assertEquals(wanted.containsKey(CrashPrograms.EXTRA), status.containsKey(CrashPrograms.EXTRA));
        List<Long> brief = programs.alive(CrashPrograms.BRIEF);
        // On a busy machine it may be between two runs whenever somebody looks.
        assertTrue(brief.size() <= 1, () -> "copies of brief: " + brief);
        assertTrue(brief.size() == 1 || programs.starts(CrashPrograms.BRIEF) > starts, "brief is not started again");
        expected.addAll(brief);
        programs.assertNoSecondCopy();
        List<Long> others = new ArrayList<>(sandbox.processes());
        others.removeAll(expected);
        assertEquals(List.of(), others, "processes that nobody knows");
        remember(status);
    }

    /** Gives the living copies. */
    private List<Long> assertMet(String name, Wanted state, ProcessStatus process) throws IOException {
        boolean runs = process.getState() == ProcessState.PROCESS_STATE_RUNNING;
        boolean rests = process.getState() == ProcessState.PROCESS_STATE_STOPPED;
        boolean right = switch (state) {
            case UP -> runs;
            case DOWN -> rests;
            case EITHER -> runs || rests;
        };
        assertTrue(right, () -> name + " is to be " + state + ", but is " + process.getState());
        List<Long> alive = programs.alive(name);
        assertEquals(runs ? List.of((long) process.getPid()) : List.of(), alive, "copies of " + name);
        @Nullable Long before = untouched.get(name);
        assertTrue(before == null || alive.equals(List.of(before)), () -> name + " " + before + " became " + alive);
        return alive;
    }

    private void remember(Map<String, ProcessStatus> status) {
        untouched.clear();
        wanted.replaceAll((name, before) -> {
            ProcessStatus process = Objects.requireNonNull(status.get(name));
            if (process.getState() != ProcessState.PROCESS_STATE_RUNNING) {
                return Wanted.DOWN;
            }
            untouched.put(name, (long) process.getPid());
            return Wanted.UP;
        });
    }
}
