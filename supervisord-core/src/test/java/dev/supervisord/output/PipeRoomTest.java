package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.PipeEnds;
import dev.supervisord.os.fake.NamedPipes;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixDescriptors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeRoomTest {
    private static final long MILLI = 1_000_000;

    private final Descriptors descriptors = new PosixDescriptors();
    private final PipeEnds pipe = descriptors.pipe();
    private final NamedPipes kept = new NamedPipes(new PosixDescriptors(), true);
    private final RecordedLog log = new RecordedLog();
    private StreamTools tools;
    private PipeRoom room;
    private long now = 1_000_000 * MILLI;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        tools = new StreamTools(
                descriptors, new PosixClock(), log, line -> true, Bays.open(descriptors, kept, directory, log));
        room = room("p", pipe.readEnd());
    }

    private PipeRoom room(String name, Fd pipe) {
        return new PipeRoom(tools, Path.of("/fifo").resolve(name), pipe);
    }

    @AfterEach
    void close() {
        room.close();
        tools.close();
        assertEquals(0, kept.open());
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }

    private void spend(long millis, long bytesPerMilli) {
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            room.moved(bytesPerMilli, now);
        }
    }

    private void flood(PipeRoom other, long millis) {
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            other.moved(100_000, now);
        }
    }

    /** What fits in the pipe. */
    private int room() {
        byte[] block = new byte[4096];
        int sum = 0;
        for (int taken = block.length; taken > 0; sum += Math.max(0, taken)) {
            taken = descriptors.write(pipe.writeEnd(), block, 0, block.length);
        }
        int left = sum;
        while (left > 0) {
            left -= descriptors.read(pipe.readEnd(), block, block.length);
        }
        return sum;
    }

    @Test
    void aFloodMakesThePipeLargerAndItsEndSmallerAgain() {
        spend(1000, 100);
        assertEquals(PipeRoom.USUAL, room());
        spend(300, 100_000);
        assertEquals(PipeRoom.LARGE, room());
        spend(300, 100);
        assertEquals(PipeRoom.USUAL, room());
    }

    @Test
    void aFewPipesAreLargeAndAForgottenOneGivesItsRoomToAnother() {
        List<PipeEnds> others = new ArrayList<>();
        List<PipeRoom> rooms = new ArrayList<>();
        try {
            for (int i = 0; i <= LargePipes.MOST; i++) {
                others.add(descriptors.pipe());
                rooms.add(room("p" + i, others.get(i).readEnd()));
            }
            for (int i = 0; i <= LargePipes.MOST; i++) {
                flood(rooms.get(i), 200);
            }
            PipeRoom last = rooms.get(LargePipes.MOST);
            assertEquals(4096, last.scaled(4096), "there is no place for it");
            flood(last, 1500);
            assertEquals(256, last.scaled(4096), "the others have been silent for so long");
            assertEquals(4096, rooms.get(0).scaled(4096));
        } finally {
            rooms.forEach(PipeRoom::close);
            for (PipeEnds other : others) {
                descriptors.close(other.readEnd());
                descriptors.close(other.writeEnd());
            }
        }
    }

    @Test
    void whatIsFullIsToldAsPartOfAUsualPipe() {
        assertEquals(4096, room.scaled(4096));
        spend(300, 100_000);
        assertEquals(256, room.scaled(4096));
    }

    @Test
    void aPipeThatHoldsTooMuchIsMadeSmallerLater() {
        spend(300, 100_000);
        byte[] block = new byte[2 * PipeRoom.USUAL];
        assertEquals(block.length, descriptors.write(pipe.writeEnd(), block, 0, block.length));
        spend(300, 100);
        assertEquals(block.length, descriptors.queued(pipe.readEnd()));
        descriptors.read(pipe.readEnd(), block, block.length);
        spend(300, 100);
        assertEquals(PipeRoom.USUAL, room());
    }

    @Test
    void inAFloodBytesWaitInABayAndComeBeforeThoseInThePipe() {
        byte[] block = new byte[5000];
        descriptors.write(pipe.writeEnd(), block, 0, block.length);
        room.load();
        assertEquals(0, room.held(), "there is no flood yet");
        spend(300, 100_000);
        room.load();
        assertEquals(5000, room.held());
        assertEquals(0, descriptors.queued(pipe.readEnd()));
        descriptors.write(pipe.writeEnd(), block, 0, 100);
        assertEquals(5000, descriptors.queued(room.head()));
        assertEquals(5000, descriptors.read(room.head(), block, block.length));
        room.took(5000);
        assertEquals(100, descriptors.queued(room.head()));
    }

    @Test
    void aFloodIsNoticedBeforeATimeSpanIsOver() {
        room.moved(1, now);
        spend(20, 100_000);
        assertEquals(PipeRoom.LARGE, room());
    }
}
