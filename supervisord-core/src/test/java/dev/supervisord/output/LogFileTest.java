package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.Archive;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.PipeEnds;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixDescriptors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final Limits LIMITS = new Limits(1000, 5, Archive.DEFAULT);

    @TempDir
    Path directory;

    @Test
    void noMoreIsMovedThanWasAskedForAlsoAtARotation() throws Exception {
        Descriptors descriptors = new PosixDescriptors();
        LookAhead look = new LookAhead(descriptors);
        FileTools tools =
                new FileTools(descriptors, new PosixClock(), new RecordedLog(), look, descriptors::close, file -> {});
        LogFile file = new LogFile(tools, OpenLog.open(descriptors, directory.resolve("out")), LIMITS);
        file.join(LIMITS);
        PipeEnds pipe = descriptors.pipe();
        byte[] lines = PumpRig.lines(0, 30).getBytes(StandardCharsets.US_ASCII);
        assertEquals(lines.length, descriptors.write(pipe.writeEnd(), lines, 0, lines.length));
        assertEquals(950, file.splice(pipe.readEnd(), 950, 1));
        assertEquals(49, file.splice(pipe.readEnd(), 49, 2));
        assertEquals(0, file.rotations());
        assertEquals(1, file.splice(pipe.readEnd(), 1, 3));
        assertEquals(1, file.rotations());
        assertEquals(1000, file.splice(pipe.readEnd(), 2000, 4));
        assertEquals(PumpRig.lines(0, 10), Files.readString(directory.resolve("out.2")));
        file.leave();
        look.close();
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }
}
