package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LibraryNewsTest {

    private long now;
    private final LibraryNews news = new LibraryNews(() -> now);

    private boolean isPrinted(Throwable thrown) {
        LogRecord news = new LogRecord(Level.SEVERE, "Exception while executing runnable");
        news.setThrown(thrown);
        return this.news.isLoggable(news);
    }

    @Test
    void aClientsMistakeIsNone() {
        assertFalse(isPrinted(Status.INTERNAL
                .withDescription("Invalid protobuf byte sequence")
                .asRuntimeException()));
    }

    @Test
    void ofBugsAFewAreInAMinute() {
        int printed = 0;
        for (int i = 0; i < 100; i++) {
            printed += isPrinted(new IllegalStateException("a bug")) ? 1 : 0;
        }
        assertEquals(20, printed);
        now += TimeUnit.MINUTES.toNanos(1);
        assertEquals(true, isPrinted(new IllegalStateException("a bug")));
    }
}
