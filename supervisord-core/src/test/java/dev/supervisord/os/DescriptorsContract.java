package dev.supervisord.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.PipeEnds;
import dev.supervisord.os.Descriptors.Readiness;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Descriptors} promises; holds for the real and the fake. */
public abstract class DescriptorsContract {

    private static final int MUCH = 1 << 20;

    protected abstract Descriptors descriptors();

    /** A path in an empty directory. */
    protected abstract Path path(String name);

    private String content(Path path) {
        Fd fd = descriptors().openForReading(path).orElseThrow();
        byte[] bytes = new byte[1000];
        int got = descriptors().read(fd, bytes, bytes.length);
        descriptors().close(fd);
        return new String(bytes, 0, got, UTF_8);
    }

    private int write(Fd fd, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return descriptors().write(fd, bytes, 0, bytes.length);
    }

    private String readNow(Fd fd) {
        byte[] bytes = new byte[1000];
        int got = descriptors().read(fd, bytes, bytes.length);
        return got < 0 ? "(would block)" : new String(bytes, 0, got, UTF_8);
    }

    private void close(PipeEnds pipe) {
        descriptors().close(pipe.readEnd());
        descriptors().close(pipe.writeEnd());
    }

    @Test
    void bytesMoveFromANamedPipeToTheEndOfALog() {
        Path fifo = path("fifo");
        Path log = path("log");
        descriptors().makeFifo(fifo, 0600);
        Fd pump = descriptors().openFifoForPump(fifo);
        Fd file = descriptors().openLog(log);
        assertEquals(Descriptors.WOULD_BLOCK, descriptors().splice(pump, file, MUCH));
        write(pump, "first ");
        assertEquals(6, descriptors().splice(pump, file, MUCH));
        write(pump, "second");
        assertEquals(3, descriptors().splice(pump, file, 3));
        assertEquals("first sec", content(log));
        assertEquals("ond", readNow(pump));
        descriptors().close(pump);
        descriptors().close(file);
    }

    @Test
    void aLogIsContinuedWhereItEnded() {
        Path log = path("log");
        Fd first = descriptors().openLog(log);
        write(first, "one ");
        descriptors().close(first);
        Fd second = descriptors().openLog(log);
        write(second, "two");
        assertEquals("one two", content(log));
        descriptors().close(second);
    }

    @Test
    void aTruncatedLogStartsAgainAtItsBeginning() {
        Path log = path("log");
        Fd fd = descriptors().openLog(log);
        write(fd, "forget this");
        descriptors().truncate(fd);
        write(fd, "new");
        assertEquals("new", content(log));
        assertEquals(3, descriptors().status(fd).size());
        descriptors().close(fd);
    }

    @Test
    void theEndOfALogIsFoundWhereOthersHavePutIt() {
        Path log = path("log");
        Fd pump = descriptors().openLog(log);
        Fd other = descriptors().openLog(log);
        write(pump, "much");
        descriptors().truncate(other);
        write(other, "x");
        assertEquals(1, descriptors().seekToEnd(pump));
        write(pump, "y");
        assertEquals("xy", content(log));
        descriptors().close(pump);
        descriptors().close(other);
    }

    @Test
    void aPipeTellsHowMuchIsInIt() {
        PipeEnds pipe = descriptors().pipe();
        assertEquals(0, descriptors().queued(pipe.readEnd()));
        write(pipe.writeEnd(), "12345");
        assertEquals(5, descriptors().queued(pipe.readEnd()));
        close(pipe);
    }

    @Test
    void aPipeCanBeMadeToHoldMore() {
        PipeEnds pipe = descriptors().pipe();
        assertEquals(1 << 18, descriptors().resize(pipe.readEnd(), 1 << 18));
        close(pipe);
    }

    @Test
    void makingANamedPipeTwiceIsFineButNotOverAFile() {
        Path fifo = path("fifo");
        descriptors().makeFifo(fifo, 0600);
        descriptors().makeFifo(fifo, 0600);
        Path file = path("file");
        descriptors().close(descriptors().openLog(file));
        OsException refused =
                assertThrows(OsException.class, () -> descriptors().makeFifo(file, 0600));
        assertEquals("EEXIST", refused.errno());
    }

    @Test
    void aFullPipeTakesNoMore() {
        PipeEnds pipe = descriptors().pipe();
        byte[] block = new byte[65536];
        assertEquals(block.length, descriptors().write(pipe.writeEnd(), block, 0, block.length));
        assertEquals(-1, descriptors().write(pipe.writeEnd(), block, 0, 1));
        PipeEnds source = descriptors().pipe();
        write(source.writeEnd(), "x");
        assertEquals(Descriptors.WOULD_BLOCK, descriptors().splice(source.readEnd(), pipe.writeEnd(), MUCH));
        assertEquals("x", readNow(source.readEnd()), "what could not be moved is still there");
        close(pipe);
        close(source);
    }

    @Test
    void teeCopiesWithoutTaking() {
        PipeEnds from = descriptors().pipe();
        PipeEnds to = descriptors().pipe();
        assertEquals(Descriptors.WOULD_BLOCK, descriptors().tee(from.readEnd(), to.writeEnd(), MUCH));
        write(from.writeEnd(), "twice");
        assertEquals(5, descriptors().tee(from.readEnd(), to.writeEnd(), MUCH));
        assertEquals("twice", readNow(to.readEnd()));
        assertEquals("twice", readNow(from.readEnd()));
        close(from);
        close(to);
    }

    @Test
    void teeToAFileIsNotSupported() {
        PipeEnds pipe = descriptors().pipe();
        Fd file = descriptors().openLog(path("log"));
        write(pipe.writeEnd(), "x");
        assertEquals(Descriptors.UNSUPPORTED, descriptors().tee(pipe.readEnd(), file, MUCH));
        close(pipe);
        descriptors().close(file);
    }

    @Test
    void readingAtAnOffsetDoesNotMoveThePosition() {
        Path log = path("log");
        Fd writer = descriptors().openLog(log);
        write(writer, "0123456789");
        Fd reader = descriptors().openForReading(log).orElseThrow();
        byte[] bytes = new byte[4];
        assertEquals(4, descriptors().readAt(reader, bytes, 4, 5));
        assertEquals("5678", new String(bytes, UTF_8));
        assertEquals(0, descriptors().readAt(reader, bytes, 4, 10));
        assertEquals("0123456789", readNow(reader));
        assertEquals("", readNow(reader), "the end of a file is not waiting");
        descriptors().close(writer);
        descriptors().close(reader);
    }

    @Test
    void aFileKeepsItsIdentityUnderEveryDescriptor() {
        Path log = path("log");
        Path other = path("other");
        Fd writer = descriptors().openLog(log);
        Fd reader = descriptors().openForReading(log).orElseThrow();
        Fd stranger = descriptors().openLog(other);
        assertEquals(
                descriptors().status(writer).id(), descriptors().status(reader).id());
        assertEquals(
                descriptors().status(writer).id(),
                descriptors().status(log).orElseThrow().id());
        assertNotEquals(
                descriptors().status(writer).id(),
                descriptors().status(stranger).id());
        assertTrue(descriptors().status(writer).regular());
        descriptors().close(writer);
        descriptors().close(reader);
        descriptors().close(stranger);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertEquals(Optional.empty(), descriptors().openForReading(path("absent")));
        assertEquals(Optional.empty(), descriptors().status(path("absent")));
    }

    @Test
    void aPipeIsNoRegularFile() {
        PipeEnds pipe = descriptors().pipe();
        assertFalse(descriptors().status(pipe.readEnd()).regular());
        close(pipe);
    }

    @Test
    void closingTwiceIsAFault() {
        Fd fd = descriptors().openLog(path("log"));
        descriptors().close(fd);
        assertThrows(IllegalStateException.class, () -> descriptors().close(fd));
    }

    @Test
    void waitingReturnsTheTokensOfWhatIsReadable() {
        PipeEnds one = descriptors().pipe();
        PipeEnds two = descriptors().pipe();
        int[] tokens = new int[8];
        try (Readiness readiness = descriptors().readiness()) {
            readiness.add(one.readEnd(), 11);
            readiness.add(two.readEnd(), -22);
            assertEquals(0, readiness.await(tokens, 0));
            write(two.writeEnd(), "x");
            assertEquals(1, readiness.await(tokens, -1));
            assertEquals(-22, tokens[0]);
            assertEquals(1, readiness.await(tokens, -1), "it stays readable until it is read");
            readNow(two.readEnd());
            assertEquals(0, readiness.await(tokens, 5));
            readiness.remove(one.readEnd());
            write(one.writeEnd(), "x");
            assertEquals(0, readiness.await(tokens, 0));
        }
        close(one);
        close(two);
    }

    @Test
    void wakingEndsTheWaitOnce() {
        int[] tokens = new int[8];
        try (Readiness readiness = descriptors().readiness()) {
            readiness.wake();
            readiness.wake();
            assertEquals(0, readiness.await(tokens, -1));
            assertEquals(0, readiness.await(tokens, 1));
        }
    }

    @Test
    void tokensThatFindNoRoomComeAgain() {
        PipeEnds one = descriptors().pipe();
        PipeEnds two = descriptors().pipe();
        write(one.writeEnd(), "x");
        write(two.writeEnd(), "x");
        int[] tokens = new int[1];
        try (Readiness readiness = descriptors().readiness()) {
            readiness.add(one.readEnd(), 1);
            readiness.add(two.readEnd(), 2);
            assertEquals(1, readiness.await(tokens, -1));
            int first = tokens[0];
            readNow(first == 1 ? one.readEnd() : two.readEnd());
            assertEquals(1, readiness.await(tokens, -1));
            assertEquals(3 - first, tokens[0]);
        }
        close(one);
        close(two);
    }
}
