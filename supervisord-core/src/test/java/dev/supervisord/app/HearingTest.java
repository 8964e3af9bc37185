package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.posix.PosixDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HearingTest {

    @TempDir
    Path directory;

    @Test
    void whatIsSaidIsHeardBitByBitAndThePipeIsGoneAfterwards() throws IOException {
        Path pipe = directory.resolve("said");
        Files.writeString(pipe, "left by an earlier one");
        try (Hearing hearing = new Hearing(new PosixDescriptors(), pipe)) {
            assertEquals("", hearing.text());
            Files.writeString(hearing.pipe(), "it is ");
            hearing.await(-1);
            assertEquals("it is ", hearing.text());
            Files.writeString(hearing.pipe(), "up");
            assertEquals("it is up", hearing.text());
        }
        assertFalse(Files.exists(pipe));
    }

    @Test
    void whereNoPipeCanBeMadeTheReasonIsASentence() {
        Path nowhere = directory.resolve("missing/said");
        IOException refused =
                assertThrows(IOException.class, () -> new Hearing(new PosixDescriptors(), nowhere).close());
        String reason = String.valueOf(refused.getMessage());
        assertTrue(reason.startsWith("cannot make the named pipe '" + nowhere), reason);
    }
}
