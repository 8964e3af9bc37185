package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reaper on its own thread, over a kernel whose answers the test gives one by one. */
@Timeout(300)
class ReaperTest {

    private final LinkedBlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final List<String> reaped = new ArrayList<>();
    private final Reaper reaper = new Reaper(this::awaitExit, posted::add);
    private final Thread thread = new Thread(() -> reaper.run(() -> reaped.add("all")), "reaper");

    private boolean awaitExit() {
        asked.add("await");
        try {
            return answers.take();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @AfterEach
    void itEndsWhenInterrupted() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void awaitAsked() throws InterruptedException {
        assertEquals("await", asked.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void itLooksAgainOnlyWhenTheLoopHasTakenWhatWasThere() throws InterruptedException {
        thread.start();
        answers.add(true);
        awaitAsked();
        Runnable message = posted.poll(60, TimeUnit.SECONDS);
        assertTrue(message != null && asked.isEmpty());
        message.run();
        assertEquals(List.of("all"), reaped);
        awaitAsked();
    }

    @Test
    void withoutChildrenItWaitsForABirth() throws InterruptedException {
        thread.start();
        answers.add(false);
        awaitAsked();
        reaper.childBorn();
        awaitAsked();
        assertTrue(posted.isEmpty());
    }

    @Test
    void aBirthThatComesBeforeItWaitsIsNotMissed() throws InterruptedException {
        thread.start();
        awaitAsked();
        reaper.childBorn(); // while it asks, and is about to hear that there is no child
        answers.add(false);
        awaitAsked();
    }
}
