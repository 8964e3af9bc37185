package dev.supervisord.app;

import dev.supervisord.engine.LauncherThread;
import dev.supervisord.engine.Ownership;
import dev.supervisord.engine.SupervisorLoop;
import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.posix.PosixEnvironment;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.PosixSelf;
import dev.supervisord.rpc.RpcServer;
import dev.supervisord.rpc.Upgrader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The daemon becomes the version of itself that is installed now, under the same pid, while its programs run on.
 *
 * <p>First the new version is tried ({@link Rehearsal}); nothing has changed until then. After that no request is taken any
 * more, the loop ends without stopping anything, the records of runs and the files of logs are complete, and the process
 * executes the new version, which finds everything as after a crash, but with its own children and at once. Should it not come
 * up, a {@link Guard} starts the present version again.
 *
 * <p>An upgrade has a thread of its own, {@code upgrade}; there is one at a time.
 */
final class Upgrade implements Upgrader {

    /** So long clients may take to receive answers that are on their way. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What an upgrade works with; complete once the daemon listens. */
    record Parts(
            SupervisorLoop loop,
            LauncherThread launcher,
            RpcServer rpc,
            RuntimeDirectory runtime,
            Ownership ownership) {}

    private final Invocation invocation;
    private final PosixProcesses processes;
    private final Descriptors descriptors;
    private final Log log;
    private final Handoff received;
    private final AtomicBoolean busy = new AtomicBoolean();

    private volatile @Nullable Parts parts;
    private volatile @Nullable Successor successor;
    private Optional<Fd> guard = Optional.empty();
    private Optional<Fd> listener = Optional.empty();
    private Optional<Fd> plan = Optional.empty();
    private Optional<Fd> strangers = Optional.empty();

    /** @param received what this daemon got when it took over from itself */
    Upgrade(Invocation invocation, PosixProcesses processes, Descriptors descriptors, Handoff received, Log log) {
        this.invocation = invocation;
        this.processes = processes;
        this.descriptors = descriptors;
        this.received = received;
        this.log = log;
    }

    /** From now on an upgrade is possible. */
    void enable(Parts complete) {
        parts = complete;
    }

    /** Whether the loop has ended for an upgrade, and not for a shutdown. */
    boolean isDue() {
        return successor != null;
    }

    @Override
    public CompletionStage<Accepted> upgrade() {
        Parts present = parts;
        if (present == null || present.loop().snapshot().isShuttingDown()) {
            return refused("the daemon is just starting, or ending");
        }
        if (!busy.compareAndSet(false, true)) {
            return refused("an upgrade is under way already");
        }
        CompletableFuture<Accepted> answer = new CompletableFuture<>();
        NamedThreads.start("upgrade", () -> run(present, answer));
        return answer;
    }

    private static CompletionStage<Accepted> refused(String reason) {
        return CompletableFuture.failedFuture(new Refused("cannot upgrade: " + reason));
    }

    private void run(Parts present, CompletableFuture<Accepted> answer) {
        Successor next;
        try {
            log.info("upgrade: trying what is installed at " + invocation.program());
            next = prepare(present);
        } catch (IOException | OsException unfit) {
            refuse(answer, String.valueOf(unfit.getMessage()));
            return;
        }
        if (!holdBack(present)) {
            refuse(answer, "the daemon is ending");
            return;
        }
        log.warn("upgrade: version " + invocation.version() + " becomes version " + next.version());
        answer.complete(new Accepted(next.version(), received.upgrades() + 1));
        handOver(present, next);
    }

    /** Everything is as before, and another one may be tried. */
    private void refuse(CompletableFuture<Accepted> answer, String reason) {
        guard.ifPresent(told -> Guard.dismiss(descriptors, told));
        guard = Optional.empty();
        plan.ifPresent(descriptors::close);
        plan = Optional.empty();
        strangers.ifPresent(descriptors::close);
        strangers = Optional.empty();
        busy.set(false);
        answer.completeExceptionally(new Refused("cannot upgrade: " + reason));
    }

    private Successor prepare(Parts present) throws IOException {
        Path directory = present.runtime().path();
        CheckedPlan checked = CheckedPlan.expectedAt(directory.resolve("checked"), log);
        try {
            Map<String, String> environment = checked.environment(invocation.environment());
            Successor next = new Rehearsal(processes, descriptors, present.launcher()::order, environment)
                    .of(invocation.program(), invocation.arguments(), directory.resolve("rehearsal"));
            guard = Optional.of(guard(present, next));
            plan = checked.collect(descriptors);
            strangers = Strangers.leave(
                    present.ownership().strangers(processes.self()), directory.resolve("strangers"), descriptors, log);
            return next;
        } finally {
            checked.forget();
        }
    }

    private Fd guard(Parts present, Successor next) throws IOException {
        CompletableFuture<Fd> started = new CompletableFuture<>();
        present.launcher().order(() -> {
            try {
                started.complete(startGuard(present.runtime(), next));
            } catch (IOException | RuntimeException failed) {
                started.completeExceptionally(failed);
            }
        });
        try {
            return started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("its guard cannot be started: " + failed.getMessage(), failed);
        } catch (TimeoutException late) {
            // Nobody watches over an upgrade that is given up: it would start this version again at the end of the
            // daemon.
            var unused = started.thenAccept(told -> Guard.dismiss(descriptors, told));
            throw new IOException("its guard is not started within " + PATIENCE.toSeconds() + " seconds", late);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon ends", ended);
        }
    }

    /** Whether requests are held back; not where somebody has shut the daemon down meanwhile. */
    private boolean holdBack(Parts present) {
        try {
            return present.loop().holdBack().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            log.error("upgrade: requests that are under way get no answer: " + failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private Fd startGuard(RuntimeDirectory runtime, Successor next) throws IOException {
        List<String> old = Successor.ofThisProcess(invocation.version(), invocation.arguments())
                .commandLine(Handoff.afterFailureOf(next.version()), invocation.arguments());
        return Guard.start(processes, descriptors, runtime.path(), old, PosixEnvironment.ofThisProcess());
    }

    /** From here on there is no way back but by the guard. */
    private void handOver(Parts present, Successor next) {
        try {
            OptionalInt listening = present.rpc().listener();
            if (listening.isPresent()) {
                listener = Optional.of(PosixSelf.duplicate(new Fd(listening.getAsInt())));
            }
            present.rpc().close(GRACE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            successor = next;
            present.loop().handOver();
        }
    }

    /**
     * Becomes the new version. For the thread that ends the daemon, when nothing is left to do; the launcher thread executes
     * it, because a child may be tied to the thread that started it.
     *
     * @throws Usage when that is not possible; the guard starts the present version again, as soon as this process ends
     */
    void carryOut(Instance instance) throws Usage, InterruptedException {
        Successor next = successor;
        Parts present = parts;
        if (next == null || present == null) {
            return;
        }
        Handoff handoff = new Handoff(
                guard,
                listener,
                Optional.of(instance.descriptor()),
                plan,
                strangers,
                present.launcher().heldSockets().toCompletableFuture().join(),
                Optional.of(present.runtime().path().toAbsolutePath()),
                present.loop().endedAt(),
                received.upgrades() + 1,
                "");
        List<String> words = next.commandLine(handoff, invocation.arguments());
        CompletableFuture<OsException> failure = new CompletableFuture<>();
        present.launcher()
                .order(() -> failure.complete(PosixSelf.become(
                        words.get(0), words, PosixEnvironment.ofThisProcess(), handoff.descriptors())));
        throw new Usage("Error: cannot upgrade: " + failure.join().getMessage());
    }
}
