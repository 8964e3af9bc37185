package dev.supervisord.ctl;

import dev.supervisord.v1.Channel;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Prints both streams of one run of a process and passes on what is typed, until the run, the user's input or the connection
 * ends.
 *
 * <p>Each stream and the input have a thread of their own, which do not keep the program alive; the calling thread waits.
 */
final class Foreground {
    /** As many bytes of each stream as Supervisor shows first. */
    private static final long BYTES_BEFORE = 1024;

    private static final long LOOK_EVERY_MILLIS = 500;

    /** After the end of the input it is over when the process writes nothing for so long, or after the second time anyway. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_FOR_SILENCE_MILLIS = 20;

    /** Why it is over: the input has ended, or a failure; a process that has ended is noticed by looking. */
    private record Over(@Nullable StatusRuntimeException failure) {}

    private final Session session;
    private final String name;
    private final long generation;
    private volatile long lastOutput = System.nanoTime();
    private final BlockingQueue<Over> over = new LinkedBlockingQueue<>();

    /** @param generation the run that is looked at */
    Foreground(Session session, String name, long generation) {
        this.session = session;
        this.name = name;
        this.generation = generation;
    }

    ExitCode run() {
        session.console().line("==> Press Ctrl-C to exit <==");
        session.console().flush();
        session.terminal().endsWellOnInterrupt();
        follow(Channel.CHANNEL_STDOUT);
        follow(Channel.CHANNEL_STDERR);
        InputStream input = session.terminal().input();
        begin("input", () -> passOn(input));
        try {
            Over end = over.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            while (end == null && isUp()) {
                end = over.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (end != null && end.failure() != null) {
                throw end.failure();
            }
            line(end == null ? "Process got killed\nExiting foreground" : "Exiting foreground");
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private boolean isUp() {
        for (ProcessStatus process : session.soon(session.processes())
                .getStatus(GetStatusRequest.newBuilder().addSelectors(name).build())
                .getProcessesList()) {
            return process.getState() == ProcessState.PROCESS_STATE_RUNNING && process.getGeneration() == generation;
        }
        return false;
    }

    private void follow(Channel channel) {
        LogServiceBlockingStub logs = session.logs();
        TailRequest request = TailRequest.newBuilder()
                .setName(name)
                .setChannel(channel)
                .setBytes(BYTES_BEFORE)
                .setFollow(true)
                .build();
        begin(channel.name(), () -> {
            try {
                print(logs.tail(request));
            } catch (StatusRuntimeException e) {
                // A stream without a log has nothing to show; the other one may.
                if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                    over.add(new Over(e));
                }
            }
        });
    }

    private void print(Iterator<TailResponse> pieces) {
        while (pieces.hasNext()) {
            byte[] bytes = pieces.next().getData().toByteArray();
            lastOutput = System.nanoTime();
            synchronized (over) {
                session.console().bytes(bytes);
            }
        }
    }

    private void line(String line) {
        synchronized (over) {
            session.console().line(line);
        }
    }

    /** The end of the input is the user's; what it leads to is still shown. */
    private void passOn(InputStream input) {
        try {
            if (new TypedInput(session.processStreams(), name).passOn(input)) {
                awaitSilence();
            }
            over.add(new Over(null));
        } catch (StatusRuntimeException e) {
            // That the process has ended is noticed by looking.
            if (e.getStatus().getCode() != Status.Code.ABORTED) {
                over.add(new Over(e));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSilence() throws InterruptedException {
        long read = System.nanoTime();
        long last = read;
        while (System.nanoTime() - last < SILENCE_NANOS && System.nanoTime() - read < SILENCE_NANOS_MAX) {
            Thread.sleep(LOOK_FOR_SILENCE_MILLIS);
            last = Math.max(read, lastOutput);
        }
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
