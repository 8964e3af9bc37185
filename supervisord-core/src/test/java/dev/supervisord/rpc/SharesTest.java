package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SharesTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Shares shares = new Shares(threads::add, 2);
    private final List<String> done = new ArrayList<>();

    @Test
    void whoHasMuchToDoLetsOthersBetween() {
        for (int i = 0; i < 5; i++) {
            String work = "a" + i;
            shares.of("a").execute(() -> done.add(work));
        }
        shares.of("b").execute(() -> done.add("b0"));
        assertEquals(3, threads.size(), "two threads for a, one for b");
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertEquals(List.of("a0", "a1", "b0", "a2", "a3", "a4"), done);
    }

    @Test
    void whatFailsDoesNotKeepTheRestFromBeingDone() {
        shares.of("a").execute(() -> {
            throw new IllegalStateException("a bug");
        });
        for (int i = 0; i < 3; i++) {
            shares.of("a").execute(() -> done.add("next"));
        }
        int failures = 0;
        while (!threads.isEmpty()) {
            try {
                threads.remove().run();
            } catch (IllegalStateException bug) {
                failures++;
            }
        }
        assertEquals(1, failures);
        assertEquals(3, done.size());
    }

    @Test
    void whatIsAddedWhileItWorksIsDone() {
        shares.of("a").execute(() -> shares.of("a").execute(() -> done.add("inner")));
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertEquals(List.of("inner"), done);
        shares.of("a").execute(() -> done.add("later"));
        assertTrue(threads.size() == 1, "the share begins anew");
    }
}
