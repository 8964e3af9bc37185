package dev.supervisord.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does, with a deadline. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long PAUSE_MILLIS = 10;

    private Eventually() {}

    /** An assertion that may fail at first. */
    @FunctionalInterface
    interface Check {
        void run() throws IOException, InterruptedException;
    }

    /** Repeats an assertion until it passes; after two minutes its last failure is the test's. */
    static void eventually(Check check) throws IOException, InterruptedException {
        eventually(PATIENCE, check);
    }

    static void eventually(Duration patience, Check check) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError
                    | IOException // of a file that is not there yet
                    | IndexOutOfBoundsException // of a line that is not there yet
                    | NoSuchElementException
                    | NumberFormatException
                    | UncheckedIOException failed) {
                if (System.nanoTime() > deadline) {
                    throw failed;
                }
            }
            pause();
        }
    }

    /** The only sleep of these tests. */
    static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
