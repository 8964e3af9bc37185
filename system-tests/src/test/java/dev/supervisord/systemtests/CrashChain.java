package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.RotateRequest;
import dev.supervisord.v1.ShutdownRequest;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.StopRequest;
import dev.supervisord.v1.UpgradeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Daemons on one runtime directory, one after the other: each adopts what the last has left, is checked, given something to do, and
 * killed while it does that.
 */
final class CrashChain {

    /** So long a daemon may take to reach its kill point when the operation seems to be over. */
    private static final int REACH_MILLIS = 60;

    /** Programs write for so long until the daemon is killed that has not reached its kill point. */
    private static final int WRITING_MILLIS = 200;

    private final Sandbox sandbox = new Sandbox();
    private final CrashPrograms programs = new CrashPrograms(sandbox);
    private final CrashExpectations expectations = new CrashExpectations(sandbox, programs);
    private final CrashSteps steps;
    private final CrashDeck deck;
    private final Random random;
    private final List<String> history = new ArrayList<>();
    private boolean finished;
    private Path config = Path.of("");
    private long pid;

    /** To the daemon that has settled; a connection costs one that has just begun as much as what it is asked. */
    private Optional<ControlStubs> connection = Optional.empty();

    private long startedAt;
    private boolean hasAnswered;

    /** So long the last daemon has taken from its start until it listened. */
    private int bootMillis;

    CrashChain(CrashSteps steps, CrashDeck deck, Random random) {
        this.steps = steps;
        this.deck = deck;
        this.random = random;
    }

    /** The first daemon. */
    void begin() throws IOException, InterruptedException {
        sandbox.open();
        config = programs.write();
        start();
        settle();
    }

    private void start() throws IOException {
        startedAt = System.nanoTime();
        hasAnswered = false;
        pid = sandbox.start(Map.of(), App.supervisord(), "-n", "-c", config.toString())
                .pid();
    }

    private ControlStubs connected() {
        return connection.orElseThrow();
    }

    /** One kill, of a few that come next while they start too, and what the next daemon makes of it. */
    void kill() throws IOException, InterruptedException {
        CrashDeck.Card card = deck.next();
        switch (card.way()) {
            case IN_TIME -> killAfterAWhile(card.operation());
            case AT_A_CALL -> killWithin(card.operation(), card.thread());
            case IN_ITS_START -> killAfterUpgrade();
        }
        // An upgrade's guard may start one too, and only one at a time can.
        for (int i = card.operation() == CrashOperation.UPGRADE ? 0 : deck.starts(); i > 0; i--) {
            killWhileItStarts();
        }
        start();
        settle();
    }

    /** Before it has finished what the one before has begun. */
    private void killWhileItStarts() throws IOException, InterruptedException {
        start();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(beyondBoot()));
        end();
        steps.note(CrashOperation.ADOPTION);
        history.add("killed while it starts");
    }

    /** A start takes about so long on this machine just now, or somewhat less. */
    private int beyondBoot() {
        return bootMillis + bootMillis / 4 + 1;
    }

    /** At an instant that nobody has chosen, which costs no tracing. */
    private void killAfterAWhile(CrashOperation operation) throws IOException, InterruptedException {
        String subject = random.nextBoolean() ? CrashPrograms.PLAIN : CrashPrograms.FORMED;
        prepare(operation, subject);
        long victim = pid;
        int millis = random.nextInt(operation == CrashOperation.UPGRADE ? beyondBoot() : REACH_MILLIS);
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
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
        try {
            connected().daemon().upgrade(UpgradeRequest.getDefaultInstance());
        } catch (StatusRuntimeException refused) {
            history.add("too early for an upgrade: " + refused.getStatus());
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(beyondBoot()));
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
        connection.ifPresent(ControlStubs::close);
        connection = Optional.empty();
    }

    /** Brings the subject into a state in which the operation has something to do. */
    private void prepare(CrashOperation operation, String subject) {
        boolean isUp = expectations.isUp(subject);
        if (operation == CrashOperation.START && isUp) {
            connected()
                    .processes()
                    .stop(StopRequest.newBuilder().addSelectors(subject).build());
            expectations.stopped(subject);
        } else if ((operation == CrashOperation.STOP || operation == CrashOperation.RESTART) && !isUp) {
            connected()
                    .processes()
                    .start(StartRequest.newBuilder().addSelectors(subject).build());
            expectations.started(subject);
        }
    }

    /** Gives whether the daemon has answered; what is wanted from now on depends on it. */
    private boolean operate(CrashOperation operation, String subject) throws IOException, InterruptedException {
        boolean answered = true;
        try {
            carryOut(operation, subject, connected());
        } catch (StatusRuntimeException killed) {
            answered = false; // meanwhile, or even before it was asked
        }
        expectations.operated(operation, subject, answered);
        return answered;
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
            case WRITING -> {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WRITING_MILLIS);
                while (Processes.isAlive(pid) && System.nanoTime() < until) {
                    Eventually.pause();
                }
            }
            case EXIT -> {
                int before = programs.starts(CrashPrograms.BRIEF);
                programs.end(CrashPrograms.BRIEF);
                eventually(() -> assertTrue(!Processes.isAlive(pid) || programs.starts(CrashPrograms.BRIEF) > before));
            }
            case UPGRADE -> {
                List<String> before = Processes.commandLine(pid);
                stubs.daemon().upgrade(UpgradeRequest.getDefaultInstance());
                eventually(() -> assertNotEquals(before, Processes.commandLine(pid), "it has not become the new one"));
            }
            case ADOPTION -> throw new IllegalStateException("it has begun already");
        }
    }

    /** Waits until a daemon answers (after an upgrade that has failed its guard may have been quicker) and all is as wanted. */
    private void settle() throws IOException, InterruptedException {
        int before = programs.starts(CrashPrograms.BRIEF);
        try {
            eventually(() -> {
                ControlStubs fresh = new ControlStubs(sandbox.dir().resolve("socket"));
                connection.ifPresent(ControlStubs::close);
                connection = Optional.of(fresh);
                answers();
                pid = fresh.pid();
                expectations.assertMet(pid, fresh.status(), before);
            });
        } catch (AssertionError | IOException wrong) {
            throw new AssertionError(wrong.getMessage() + "\n" + String.join("\n", history), wrong);
        }
    }

    private void answers() {
        if (!hasAnswered) {
            hasAnswered = true;
            bootMillis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        }
    }

    /** The last daemon ends in order: nothing is left, and every line is where it belongs. */
    void finish() throws IOException, InterruptedException {
        try {
            connected().daemon().shutdown(ShutdownRequest.getDefaultInstance());
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
        connection.ifPresent(ControlStubs::close);
        sandbox.close(!finished, "a crash chain");
    }
}
