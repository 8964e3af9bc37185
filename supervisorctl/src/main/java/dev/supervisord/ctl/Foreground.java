package dev.supervisord.ctl;

import dev.supervisord.v1.AttachOpened;
import dev.supervisord.v1.AttachOpening;
import dev.supervisord.v1.AttachOutput;
import dev.supervisord.v1.AttachPosition;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.Run;
import dev.supervisord.v1.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Prints both streams of one run of a process and passes on what is typed, until the run or the user's input ends; also across
 * daemons.
 *
 * <p>The input has a thread of its own, which does not keep the program alive; the calling thread waits.
 */
final class Foreground {
    /** As many bytes of each stream as Supervisor shows first. */
    private static final long BYTES_BEFORE = 1024;

    private static final int PIECE_BYTES = 16 * 1024;

    /** After the end of the input it is over when the process writes nothing for so long, or after the second time anyway. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_FOR_SILENCE_MILLIS = 20;

    private final Session session;
    private final String name;
    private final Following following;
    private final Map<Channel, String> cursors = new EnumMap<>(Channel.class);
    private final CountDownLatch inputRead = new CountDownLatch(1);

    private long generation;
    private volatile long lastOutput = System.nanoTime();
    private volatile boolean inputOver;
    private volatile boolean left;
    private @Nullable Run ended;
    private @Nullable Attachment attachment;
    private @Nullable TerminalSize size;

    Foreground(Session session, String name) {
        this.session = session;
        this.name = name;
        this.following = new Following(new Outage(session.console()));
    }

    ExitCode run() {
        session.console().line("==> Press Ctrl-C to exit <==");
        session.console().flush();
        session.terminal().endsWellOnInterrupt();
        session.terminal().tellSize(this::resize);
        InputStream input = session.terminal().input();
        Thread typing = new Thread(() -> passOn(input), "input");
        typing.setDaemon(true);
        following.run(
                () -> {
                    Attachment opened = attach();
                    if (typing.getState() == Thread.State.NEW) {
                        typing.start();
                    }
                    opened.await();
                },
                () -> generation != 0 && !left);
        tellEnd();
        return ExitCode.OK;
    }

    private synchronized Attachment attach() {
        AttachOpening.Builder opening =
                AttachOpening.newBuilder().setName(name).setInput(true).setBytes(BYTES_BEFORE);
        cursors.forEach((channel, cursor) ->
                opening.addAfter(AttachPosition.newBuilder().setChannel(channel).setCursor(cursor)));
        Attachment opened = new Attachment(session.attached(), opening.build(), this::show);
        if (size != null) {
            opened.size(size);
        }
        attachment = opened;
        notifyAll();
        if (inputOver) {
            opened.complete();
        }
        return opened;
    }

    private void resize(TerminalSize present) {
        Attachment open;
        synchronized (this) {
            size = present;
            open = attachment;
        }
        if (open != null) {
            open.size(present);
        }
    }

    /** The call that input goes to; while there is no daemon, the one of the next is waited for. */
    private synchronized Attachment attachment() throws InterruptedException {
        Attachment present = attachment;
        while (present == null || present.isOver()) {
            wait();
            present = attachment;
        }
        return present;
    }

    private synchronized void show(AttachResponse answer) {
        switch (answer.getResponseCase()) {
            case OPENED -> opened(answer.getOpened());
            case OUTPUT -> print(answer.getOutput());
            case INPUT_READ -> inputRead.countDown();
            case ENDED -> ended = answer.getEnded();
            case RESPONSE_NOT_SET -> {
                // Something that daemons to come say.
            }
        }
    }

    private void opened(AttachOpened opened) {
        following.isAnswered();
        if (generation != 0 && generation != opened.getGeneration()) {
            leave(); // the run has ended while there was no daemon
            return;
        }
        generation = opened.getGeneration();
    }

    private void print(AttachOutput output) {
        lastOutput = System.nanoTime();
        if (output.getMissedBytes() > 0) {
            session.console()
                    .error("... " + output.getMissedBytes() + " bytes were rotated away before they could be read ...");
        }
        session.console().bytes(output.getData().toByteArray());
        if (!output.getCursor().isEmpty()) {
            cursors.put(output.getChannel(), output.getCursor());
        }
    }

    private synchronized void tellEnd() {
        Run how = ended;
        if (how != null || !inputOver) {
            session.console()
                    .line("Process got killed" + (how == null || !how.hasExit() ? "" : " (" + text(how) + ")"));
        }
        session.console().line("Exiting foreground");
    }

    private static String text(Run run) {
        return DescriptionText.exit(run.getExit())
                + (run.hasEndedBy() ? ", " + run.getEndedBy().getText() : "");
    }

    private synchronized void leave() {
        left = true;
        if (attachment != null) {
            attachment.leave();
        }
    }

    /** The end of the input is the user's; what it leads to is still shown. */
    private void passOn(InputStream input) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            int length = read(input, piece);
            boolean typed = length >= 0;
            while (length >= 0) {
                attachment().type(piece, length);
                length = read(input, piece);
            }
            complete();
            if (typed) {
                inputRead.await();
            }
            awaitSilence();
            leave();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void complete() {
        inputOver = true;
        if (attachment != null) {
            attachment.complete();
        }
    }

    private static int read(InputStream input, byte[] piece) {
        try {
            return input.read(piece);
        } catch (IOException e) {
            return -1; // a terminal that cannot be read any more has ended
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
}
