package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Signal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PosixSignalsTest {

    private static void send(String signal) {
        LibC.kill(LibC.getpid(), Signal.parse(signal).orElseThrow().number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1", "USR2"})
    void aSignalRunsItsAction(String name) throws InterruptedException {
        CountDownLatch came = new CountDownLatch(2);
        PosixSignals.handle(Signal.parse(name).orElseThrow(), came::countDown);
        send(name);
        ChildView.of(new PosixProcesses().self()).until(self -> came.getCount() < 2);
        send(name); // every time, not only once
        assertTrue(came.await(60, TimeUnit.SECONDS));
    }

    @Test
    void quitRunsItsActionThreeSecondsLater() throws InterruptedException {
        CountDownLatch came = new CountDownLatch(1);
        PosixSignals.handle(Signal.QUIT, came::countDown);
        long sent = System.nanoTime();
        send("QUIT");
        assertTrue(came.await(60, TimeUnit.SECONDS));
        Duration late = Duration.ofNanos(System.nanoTime() - sent);
        assertTrue(late.toMillis() >= 2900, late.toString());
        assertThrows(IllegalStateException.class, () -> PosixSignals.handle(Signal.QUIT, () -> {}));
    }

    @Test
    void signalsThatNobodyCanHandleAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PosixSignals.handle(Signal.KILL, () -> {}));
    }
}
