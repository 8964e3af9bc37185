package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.NONE;
import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading logs while they are written. */
@Timeout(300)
@SuppressWarnings("try") // what is closed at the end need not be named before
class TailTest {
    @TempDir
    Path directory;

    PumpRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new PumpRig(directory);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private Closeable tail(long bytesBack, boolean follow, ReadLines reader) throws LogException {
        return rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(bytesBack), follow, reader);
    }

    private String last(long bytesBack) throws LogException, IOException {
        ReadLines reader = new ReadLines();
        try (Closeable reading = tail(bytesBack, false, reader)) {
            return reader.awaitEnd();
        }
    }

    @Test
    void theLastBytesAreThoseJustWritten() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        for (int i = 0; i < 200; i++) {
            child.write("line " + i + "\n");
            assertEquals("ine " + i + "\n", last(("ine " + i + "\n").length()));
        }
        assertEquals("", last(0));
    }

    @Test
    void aReaderThatFailsWhenItIsToldOfItsEndFailsNoOther() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        ReadLines failing = new ReadLines() {
            @Override
            public synchronized void ended() {
                super.ended();
                throw new IllegalStateException("this is how it ends");
            }
        };
        ReadLines other = new ReadLines();
        try (Closeable following = tail(0, true, other);
                Closeable reading = tail(0, false, failing)) {
            failing.awaitEnd();
            child.write("more\n");
            other.await("more\n");
        }
    }

    @Test
    void thereMayBeLessThanAskedFor() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        assertEquals("", last(1600));
        child.write("short");
        assertEquals("short", last(Long.MAX_VALUE));
    }

    @Test
    void olderPartsAreReadWhereTheLiveFileIsShort() throws Exception {
        Files.writeString(rig.file("out.2"), "one\n");
        Files.writeString(rig.file("out.1"), "two\n");
        Files.writeString(rig.file("out"), "three\n");
        Child child = rig.child(rig.to("out", 10, 3));
        assertEquals("o\nthree\n", last(8));
        assertEquals("one\ntwo\nthree\n", last(1000));
        child.write("four\n");
        rig.pump.flush(P);
        assertEquals("", rig.read("out"));
        assertEquals("one\ntwo\nthree\nfour\n", last(1000));
    }

    @Test
    void aFollowerSeesEachLineOnceOverAThousandRotations() throws Exception {
        Child child = rig.child(rig.to("out", 1000, 3));
        ReadLines reader = new ReadLines();
        StringBuilder written = new StringBuilder();
        try (Closeable reading = tail(0, true, reader)) {
            for (int i = 0; i < 11_000; i++) {
                String line = line(i);
                child.write(line);
                written.append(line);
                if (i % 20 == 0) {
                    // No further ahead of the reader than the backups reach.
                    int length = written.length() - 1500;
                    rig.pump.flush(P);
                    Eventually.until(() -> reader.length() >= length, reader::end);
                }
            }
            reader.await(written.toString());
        }
        assertEquals(0, reader.missed());
        assertEquals(3 + 1, rig.names().size());
    }

    @Test
    void aReaderThatTakesNothingCostsNothingAndIsToldWhatItMissed() throws Exception {
        Child child = rig.child(rig.to("out", 1000, 2));
        ReadLines reader = new ReadLines();
        try (Closeable reading = tail(0, true, reader)) {
            child.write("first\n");
            reader.await("first\n");
            reader.ready(false);
            for (int i = 0; i < 100; i++) {
                child.write(line(i));
            }
            rig.pump.flush(P);
            reader.ready(true);
            Eventually.until(() -> reader.text().endsWith(line(99)), reader::text);
            assertTrue(reader.text().endsWith(rig.whole("out", 2)), reader.text());
            assertEquals("first\n".length() + 100 * 100, reader.text().length() + reader.missed());
        }
    }

    @Test
    void aHundredFollowersOfWhomHalfReadNothingHoldUpNobody() throws Exception {
        Child child = rig.child(rig.to("out", 10_000, 5));
        List<ReadLines> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ReadLines reader = new ReadLines();
            reader.ready(i % 2 == 0);
            readers.add(reader);
            tail(0, true, reader);
        }
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            child.write(line(i));
            written.append(line(i));
            if (i % 50 == 49) {
                // The child waits for those who read, in this test only, so that no file
                // is removed before they read it.
                rig.pump.flush(P);
                int length = written.length();
                Eventually.until(
                        () -> readers.get(0).length() == length
                                && readers.get(98).length() == length,
                        () -> readers.get(0).length() + " and "
                                + readers.get(98).length() + " of " + length);
            }
        }
        for (int i = 0; i < 100; i += 2) {
            readers.get(i).await(written.toString());
        }
        ReadLines sleeper = readers.get(1);
        assertEquals(0, sleeper.length());
        sleeper.ready(true);
        Eventually.until(
                () -> sleeper.length() + sleeper.missed() == written.length(),
                () -> sleeper.length() + " and " + sleeper.missed());
        assertEquals(rig.whole("out", 5), sleeper.text());
    }

    @Test
    void aFollowerStartsOverWhenTheLogIsCleared() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        child.write("old\n");
        ReadLines reader = new ReadLines();
        try (Closeable reading = tail(2, true, reader)) {
            reader.await("d\n");
            rig.pump.clear(P);
            child.write("new\n");
            reader.await("d\nnew\n");
            assertEquals(0, reader.missed());
        }
    }

    @Test
    void withoutBackupsEachByteIsSeenOrMissed() throws Exception {
        Child child = rig.child(rig.to("out", 5000, 0));
        ReadLines reader = new ReadLines();
        try (Closeable reading = tail(0, true, reader)) {
            long written = 0;
            for (int i = 0; i < 5000; i++) {
                String line = line(i);
                child.write(line);
                written += line.length();
            }
            rig.pump.flush(P);
            long all = written;
            Eventually.until(
                    () -> reader.length() + reader.missed() == all,
                    () -> reader.length() + " and " + reader.missed() + " of " + all);
            int last = -1;
            for (String line : reader.text().split("\n", -1)) {
                if (line.length() == 99) {
                    int number = Integer.parseInt(line.substring(0, 8));
                    assertTrue(number > last, line);
                    last = number;
                }
            }
        }
    }

    @Test
    void aFollowerEndsWhenTheStreamIsClosed() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        ReadLines reader = new ReadLines();
        try (Closeable reading = tail(0, true, reader)) {
            child.write("last words");
            rig.pump.detach(P);
            assertEquals("last words", reader.awaitEnd());
            assertEquals("ended", reader.end());
        }
    }

    @Test
    void nothingComesAfterClosing() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        ReadLines reader = new ReadLines();
        tail(0, true, reader).close();
        child.write("unseen\n");
        ReadLines second = new ReadLines();
        try (Closeable reading = tail(100, true, second)) {
            second.await("unseen\n");
            assertEquals("", reader.text());
            assertEquals("", reader.end());
        }
    }

    @Test
    void aStreamWithoutALogCannotBeRead() throws Exception {
        rig.pump.attach(P, PumpRig.only(NONE));
        LogException refused = assertThrows(LogException.class, () -> tail(10, false, new ReadLines()));
        assertEquals(
                "stdout of p has no log file: stdout_logfile is NONE, or stderr goes to stdout", refused.getMessage());
    }

    @Test
    void aFileOfSomebodyElseIsFollowedOverItsRotations() throws Exception {
        Path file = directory.resolve("daemon.log");
        Files.writeString(file, "0\n1\n");
        ReadLines reader = new ReadLines();
        StringBuilder written = new StringBuilder("1\n");
        try (Closeable reading = rig.pump.tailFile(file, new Start.Bytes(2), true, reader)) {
            for (int i = 2; i < 30; i++) {
                if (i % 5 == 0) {
                    Path older = directory.resolve("daemon.log.2");
                    if (Files.exists(directory.resolve("daemon.log.1"))) {
                        Files.move(directory.resolve("daemon.log.1"), older, StandardCopyOption.REPLACE_EXISTING);
                    }
                    Files.move(file, directory.resolve("daemon.log.1"));
                }
                Files.writeString(file, i + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                written.append(i).append('\n');
                if (i % 3 == 0) {
                    reader.await(written.toString());
                }
            }
            reader.await(written.toString());
            assertEquals(0, reader.missed());
        }
        assertThrows(
                LogException.class,
                () -> rig.pump.tailFile(directory.resolve("none"), new Start.Bytes(1), false, reader));
    }
}
