package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.PipeEnds;
import dev.supervisord.os.fake.NamedPipes;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainWayTest {

    private static final Path FIFO = Path.of("/fifo/web.stdout");
    private static final Limits LIMITS = new Limits(1000, 5, Archive.DEFAULT);

    private final Descriptors descriptors = new PosixDescriptors();
    private final NamedPipes kept = new NamedPipes(new PosixDescriptors(), true);
    private final RecordedLog log = new RecordedLog();

    @TempDir
    Path directory;

    private Bays bays() throws IOException {
        Path place = Files.createDirectories(directory.resolve("bay"));
        return Bays.open(descriptors, kept, place, log);
    }

    /** Leaves this in the stream's bay, as a killed daemon does; what is given holds it. */
    private Fd leave(String lines) throws IOException {
        PipeEnds pipe = descriptors.pipe();
        byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);
        assertEquals(bytes.length, descriptors.write(pipe.writeEnd(), bytes, 0, bytes.length));
        Bays killed = bays();
        Bay bay = killed.lend(FIFO).orElseThrow();
        bay.load(pipe.readEnd());
        Fd held = descriptors.openFifoForPump(bay.path());
        killed.giveBack(bay);
        killed.close();
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
        return held;
    }

    @Test
    void whatARotationLeavesInTheBayIsMovedThoughNobodyIsToldOfIt() throws IOException {
        Fd held = leave(PumpRig.lines(0, 25));
        PosixClock clock = new PosixClock();
        PipeEnds pipe = descriptors.pipe();
        try (StreamTools tools = new StreamTools(descriptors, clock, log, line -> true, bays())) {
            FileTools files =
                    new FileTools(descriptors, clock, log, tools.lookAhead(), descriptors::close, closed -> {});
            LogFile file = new LogFile(files, OpenLog.open(descriptors, directory.resolve("out")), LIMITS);
            file.join(LIMITS);
            StreamKey key = new StreamKey(ProcessName.parse("web"), Outputs.Channel.STDOUT);
            PipeRoom room = new PipeRoom(tools, FIFO, pipe.readEnd());
            PlainWay way = new PlainWay(tools, key, room, new Counts(), new Tap(key, clock), new Patience());

            assertTrue(way.resume());
            assertEquals(1000, way.move(file, 1));
            assertTrue(way.isFlooded(), "there is more in the bay");
            assertEquals(1000, way.move(file, 2));
            assertEquals(500, way.move(file, 3));
            assertFalse(way.isFlooded());
            assertEquals(PumpRig.lines(20, 25), Files.readString(directory.resolve("out")));

            way.close();
            file.leave();
        }
        descriptors.close(held);
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }
}
