package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line of 100 MB, in every format and with readers: all of it is stored, and it takes no more memory than {@code docs/logs.md} says. */
@Timeout(300)
@SuppressWarnings("try") // what is closed at the end need not be named before
class LongLineTest {
    private static final int BLOCKS = 100;
    private static final long SPOOL_BYTES_MAX = 136 * 1024;

    /** Far below the line, and far above what lines and readers may take. */
    private static final long MEMORY_BYTES_MAX = 10_000_000;

    @TempDir
    private Path directory;

    /** A megabyte without a line feed: text, NUL, what is no UTF-8, and escape sequences. */
    private static byte[] block() {
        byte[] block = new byte[1_000_000];
        Arrays.fill(block, (byte) 'y');
        byte[] odd = "\0\u00ff\u00c3(\u001b[31m\u001b]0;title\u0007\u00f0\u009f".getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at + odd.length < block.length; at += 9973) {
            System.arraycopy(odd, 0, block, at, odd.length);
        }
        return block;
    }

    /** What the heap holds when nothing is left that nobody refers to. */
    private static long memory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @CsvSource({"RAW,false", "RAW,true", "TIMESTAMPS,false", "JSON,false", "JSON,true"})
    void itIsStoredAndFollowedInABoundedRoom(LogFormat format, boolean stripped) throws Exception {
        LogOptions options = new LogOptions(format, OnError.BLOCK, false, Archive.DEFAULT);
        byte[] block = block();
        try (PumpRig rig = new PumpRig(directory)) {
            Child child = rig.child(new LogSpec(new Target.File(rig.file("out")), 3_000_000, 2, stripped, options));
            CountedTail follower = new CountedTail();
            try (Closeable following = rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(0), true, follower)) {
                long before = memory();
                for (int i = 0; i < BLOCKS; i++) {
                    child.write(block);
                    long spool = spoolBytes();
                    assertTrue(spool <= SPOOL_BYTES_MAX, () -> "the spool has " + spool + " bytes");
                }
                long more = memory() - before;
                assertTrue(more < MEMORY_BYTES_MAX, () -> "it has taken " + more + " bytes");
                child.write("\nnext\n");
                rig.pump.flush(P);
                StreamStatus status = rig.pump.status(P, Channel.STDOUT).orElseThrow();
                assertEquals(BLOCKS * 1_000_000L + "\nnext\n".length(), status.storedBytes() + status.droppedBytes());
                assertEquals(0, status.droppedBytes());
                Eventually.until(() -> follower.end().contains("next"), follower::end);
            }
            CountedTail last = new CountedTail();
            try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, new Start.Lines(1), false, last)) {
                Eventually.until(last::isOver, () -> "reading does not end");
            }
            assertTrue(last.given() < 300 && last.end().contains("next"), last::end);
        }
    }

    private long spoolBytes() throws Exception {
        Path spools = directory.resolve("run/spool");
        long sum = 0;
        if (Files.isDirectory(spools)) {
            try (var files = Files.list(spools)) {
                for (Path spool : files.toList()) {
                    sum += Files.size(spool);
                }
            }
        }
        return sum;
    }

    @Test
    void theSystemLogGetsItInParts() {
        AtomicLong bytes = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        Tap tap = new Tap(new StreamKey(P, Channel.STDOUT), new ShiftedClock());
        tap.open(
                Optional.of(line -> {
                    bytes.addAndGet(line.text().length());
                    longest.accumulateAndGet(line.text().length(), Math::max);
                    return true;
                }),
                false);
        byte[] block = new byte[1_000_000];
        Arrays.fill(block, (byte) 'y');
        for (int i = 0; i < BLOCKS; i++) {
            tap.feed(block, 0, block.length);
        }
        tap.finish();
        assertEquals(BLOCKS * 1_000_000L, bytes.get());
        assertEquals(Tap.LINE_BYTES_MAX, longest.get());
    }
}
