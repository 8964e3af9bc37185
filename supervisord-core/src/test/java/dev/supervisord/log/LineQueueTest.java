package dev.supervisord.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogLevel;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final LineQueue queue = new LineQueue();

    private void add(LogLevel level, int count) {
        for (int i = 0; i < count; i++) {
            queue.add(new LogEntry.Message(Instant.EPOCH, level, "message " + i));
        }
    }

    @Test
    void chatterIsDroppedFirst() throws InterruptedException {
        add(LogLevel.DEBUG, LineQueue.LENGTH_MAX);
        add(LogLevel.WARN, LineQueue.LENGTH_MAX);
        LineQueue.Batch batch = queue.take(0);
        assertEquals(LineQueue.LENGTH_MAX, batch.entries().size());
        assertEquals(LineQueue.LENGTH_MAX, batch.dropped());
        assertEquals(LineQueue.LENGTH_MAX / 4, count(batch, LogLevel.WARN));
    }

    private static long count(LineQueue.Batch batch, LogLevel level) {
        return batch.entries().stream()
                .filter(entry -> entry instanceof LogEntry.Message message && message.level() == level)
                .count();
    }

    @Test
    void aRequestAlwaysFindsRoom() throws InterruptedException {
        add(LogLevel.ERROR, LineQueue.LENGTH_MAX + 1);
        queue.add(new LogEntry.Reopen());
        LineQueue.Batch batch = queue.take(0);
        assertEquals(new LogEntry.Reopen(), batch.entries().get(LineQueue.LENGTH_MAX));
        assertEquals(1, batch.dropped());
    }

    @Test
    void waitingEndsAfterItsTime() throws InterruptedException {
        LineQueue.Batch batch = queue.take(5);
        assertTrue(batch.entries().isEmpty());
        assertFalse(batch.last());
    }

    @Test
    void theLastBatchSaysSo() throws InterruptedException {
        add(LogLevel.INFO, 1);
        queue.close();
        add(LogLevel.INFO, 1);
        LineQueue.Batch batch = queue.take(0);
        assertEquals(1, batch.entries().size());
        assertTrue(batch.last());
        assertEquals(1, batch.dropped());
    }
}
