package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.RotateRequest;
import dev.supervisord.v1.ShutdownRequest;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.StopRequest;
import dev.supervisord.v1.UpgradeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Daemons on one runtime directory, one after the other: each adopts what the last has left, is checked, given something to do, and
 * killed while it does that.
 */
final class CrashChain {

    /** So long a daemon may take to reach its kill point when the operation seems to be over. */
    private static final int REACH_MILLIS = 60;

    private static final int START_MILLIS = 700;
    private static final int STARTS_IN_A_ROW_MAX = 4;

    private enum Wanted {
        UP,
        DOWN,
        /** An operation has got no answer. */
        EITHER
    }

    private final Sandbox sandbox = new Sandbox();
    private final CrashPrograms programs = new CrashPrograms(sandbox);
    private final CrashSteps steps;
    private final Random random;
    private final Map<String, Wanted> wanted = new TreeMap<>();

    /** Pids of programs that nobody has a reason to touch. */
    private final Map<String, Long> untouched = new HashMap<>();

    private final List<String> history = new ArrayList<>();
    private boolean finished;
    private Path config = Path.of("");
    private long pid;

    CrashChain(CrashSteps steps, Random random) {
        this.steps = steps;
        this.random = random;
    }

    /** The first daemon. */
    void begin() throws IOException, InterruptedException {
        sandbox.open();
        config = programs.write();
        want(CrashPrograms.PLAIN, Wanted.UP);
        want(CrashPrograms.FORMED, Wanted.UP);
        start();
        settle();
    }

    private void start() throws IOException {
        pid = sandbox.start(Map.of(), App.supervisord(), "-n", "-c", config.toString())
                .pid();
    }

    private ControlStubs stubs() throws IOException {
        return new ControlStubs(sandbox.dir().resolve("socket"));
    }

    /** One kill, and what the next daemon makes of it. */
    void kill() throws IOException, InterruptedException {
        CrashOperation operation = CrashOperation.values()[random.nextInt(CrashOperation.values().length)];
        if (operation == CrashOperation.ADOPTION) {
            killWhileItStarts();
        } else if (operation == CrashOperation.UPGRADE && random.nextInt(3) == 0) {
            killAfterUpgrade();
        } else if (random.nextBoolean()) {
            killAfterAWhile(operation);
        } else {
            killWithin(
                    operation,
                    operation.threads().get(random.nextInt(operation.threads().size())));
        }
        start();
        settle();
    }

    /** Several in a row, none of which has finished what the one before has begun. */
    private void killWhileItStarts() throws IOException, InterruptedException {
        end();
        for (int i = random.nextInt(STARTS_IN_A_ROW_MAX); i >= 0; i--) {
            start();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(START_MILLIS));
            end();
            steps.note(CrashOperation.ADOPTION);
            history.add("killed while it starts");
        }
    }

    /** At an instant that nobody has chosen, which costs no tracing. */
    private void killAfterAWhile(CrashOperation operation) throws IOException, InterruptedException {
        String subject = random.nextBoolean() ? CrashPrograms.PLAIN : CrashPrograms.FORMED;
        prepare(operation, subject);
        long victim = pid;
        Executor later = CompletableFuture.delayedExecutor(random.nextInt(REACH_MILLIS), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> killer = CompletableFuture.runAsync(
                () -> ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly), later);
        boolean answered = operate(operation, subject);
        killer.join();
        end();
        steps.note(operation);
        history.add(
                operation + " of " + subject + ", " + (answered ? "answered" : "not answered") + ", killed in time");
    }

    /** The new version is killed at some instant, or the old one just before it becomes the new one. */
    private void killAfterUpgrade() throws IOException, InterruptedException {
        try (ControlStubs stubs = stubs()) {
            stubs.daemon().upgrade(UpgradeRequest.getDefaultInstance());
        } catch (StatusRuntimeException refused) {
            history.add("too early for an upgrade: " + refused.getStatus());
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(START_MILLIS));
        end();
        steps.note(CrashOperation.UPGRADE);
        history.add("killed while the new version starts");
    }

    private void killWithin(CrashOperation operation, String thread) throws IOException, InterruptedException {
        String subject = random.nextBoolean() ? CrashPrograms.PLAIN : CrashPrograms.FORMED;
        prepare(operation, subject);
        Optional<KillPoint.Call> call = steps.draw(operation, thread, random);
        KillPoint point = KillPoint.in(pid, thread, call, sandbox.dir().resolve("trace"));
        boolean answered = operate(operation, subject);
        boolean killed = call.isPresent() && point.hasKilled(call.get(), REACH_MILLIS);
        end();
        String step = steps.note(operation, thread, point.calls(), killed);
        history.add(operation + " of " + subject + ", " + (answered ? "answered" : "not answered") + ", " + thread + " "
                + step);
    }

    private void end() throws IOException, InterruptedException {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly); // unless it has reached its kill point
        eventually(() -> assertFalse(Processes.isAlive(pid), "the daemon that was killed"));
    }

    /** Brings the subject into a state in which the operation has something to do. */
    private void prepare(CrashOperation operation, String subject) throws IOException {
        try (ControlStubs stubs = stubs()) {
            Wanted now = Objects.requireNonNull(wanted.get(subject));
            if (operation == CrashOperation.START && now == Wanted.UP) {
                stubs.processes()
                        .stop(StopRequest.newBuilder().addSelectors(subject).build());
                wanted.put(subject, Wanted.DOWN);
                untouched.remove(subject);
            } else if ((operation == CrashOperation.STOP || operation == CrashOperation.RESTART)
                    && now == Wanted.DOWN) {
                stubs.processes()
                        .start(StartRequest.newBuilder().addSelectors(subject).build());
                wanted.put(subject, Wanted.UP);
            }
        }
    }

    /** Gives whether the daemon has answered; what is wanted from now on depends on it. */
    private boolean operate(CrashOperation operation, String subject) throws IOException, InterruptedException {
        boolean answered = true;
        try (ControlStubs stubs = stubs()) {
            carryOut(operation, subject, stubs);
        } catch (StatusRuntimeException | ConnectException failed) {
            answered = false; // it was killed meanwhile, or even before it was asked
        }
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
        return answered;
    }

    private void want(String subject, Wanted state) {
        untouched.remove(subject);
        wanted.put(subject, state);
    }

    private void carryOut(CrashOperation operation, String subject, ControlStubs stubs)
            throws IOException, InterruptedException {
        switch (operation) {
            case START ->
                stubs.processes()
                        .start(StartRequest.newBuilder().addSelectors(subject).build());
            case STOP ->
                stubs.processes()
                        .stop(StopRequest.newBuilder().addSelectors(subject).build());
            case RESTART ->
                stubs.processes()
                        .restart(RestartRequest.newBuilder()
                                .addSelectors(subject)
                                .build());
            case RELOAD -> {
                programs.change();
                stubs.config().reload(ReloadRequest.getDefaultInstance());
            }
            case ROTATION ->
                stubs.logs()
                        .rotate(RotateRequest.newBuilder().addSelectors("all").build());
            case WRITING -> TimeUnit.MILLISECONDS.sleep(200);
            case EXIT -> {
                int before = programs.starts(CrashPrograms.BRIEF);
                eventually(() -> assertTrue(!Processes.isAlive(pid) || programs.starts(CrashPrograms.BRIEF) > before));
            }
            case UPGRADE -> {
                int upgrades = stubs.daemon()
                        .upgrade(UpgradeRequest.getDefaultInstance())
                        .getUpgrades();
                eventually(() -> assertTrue(!Processes.isAlive(pid) || upgrades() == upgrades));
            }
            case ADOPTION -> throw new IllegalStateException("it has begun already");
        }
    }

    private int upgrades() {
        try (ControlStubs stubs = stubs()) {
            return stubs.daemon()
                    .getVersion(GetVersionRequest.getDefaultInstance())
                    .getUpgrades();
        } catch (StatusRuntimeException | IOException notUp) {
            return -1;
        }
    }

    /** Waits until a daemon answers (after an upgrade that has failed its guard may have been quicker) and all is as wanted. */
    private void settle() throws IOException, InterruptedException {
        int before = programs.starts(CrashPrograms.BRIEF);
        try {
            eventually(() -> {
                try (ControlStubs stubs = stubs()) {
                    pid = stubs.pid();
                    assertAsWanted(stubs.status(), before);
                }
            });
        } catch (AssertionError | IOException wrong) {
            throw new AssertionError(wrong.getMessage() + "\n" + String.join("\n", history), wrong);
        }
    }

    private void assertAsWanted(Map<String, ProcessStatus> status, int starts) throws IOException {
        List<Long> expected = new ArrayList<>(List.of(pid));
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            String name = entry.getKey();
            @Nullable ProcessStatus process = status.get(name);
            assertTrue(process != null, () -> name + " is not known any more");
            boolean runs = process.getState() == ProcessState.PROCESS_STATE_RUNNING;
            boolean rests = process.getState() == ProcessState.PROCESS_STATE_STOPPED;
            boolean right = switch (entry.getValue()) {
                case UP -> runs;
                case DOWN -> rests;
                case EITHER -> runs || rests;
            };
            assertTrue(right, () -> name + " is to be " + entry.getValue() + ", but is " + process.getState());
            List<Long> alive = programs.alive(name);
            assertEquals(runs ? List.of((long) process.getPid()) : List.of(), alive, "copies of " + name);
            @Nullable Long before = untouched.get(name);
            assertTrue(before == null || alive.equals(List.of(before)), () -> name + " " + before + " became " + alive);
            expected.addAll(alive);
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

    /** The last daemon ends in order: nothing is left, and every line is where it belongs. */
    void finish() throws IOException, InterruptedException {
        try (ControlStubs stubs = stubs()) {
            stubs.daemon().shutdown(ShutdownRequest.getDefaultInstance());
            eventually(() -> assertFalse(Processes.isAlive(pid)));
            assertEquals(List.of(), sandbox.processes());
            eventually(() -> assertEquals(List.of(), sandbox.holders()));
            programs.assertLogsComplete();
        } catch (AssertionError wrong) {
            throw new AssertionError(wrong.getMessage() + "\n" + String.join("\n", history), wrong);
        }
        finished = true;
    }

    /** To be called at the end; where the chain has failed, its files stay. */
    void release() throws IOException, InterruptedException {
        sandbox.close(!finished, "a crash chain");
    }
}
