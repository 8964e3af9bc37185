package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.posix.PosixDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrangersTest {

    private final PosixDescriptors descriptors = new PosixDescriptors();
    private final List<String> told = new ArrayList<>();

    @TempDir
    Path dir;

    private Optional<Fd> leave(BitSet pids, Path file) {
        return Strangers.leave(pids, file, descriptors, (level, line) -> told.add(line));
    }

    @Test
    void aNewVersionLearnsThemFromAFileWithoutAName() {
        BitSet pids = new BitSet();
        pids.set(1);
        pids.set(4_194_303);
        Path file = dir.resolve("strangers");
        Optional<Fd> left = leave(pids, file);
        try {
            assertFalse(Files.exists(file));
            assertEquals(pids, Strangers.receive(left));
        } finally {
            left.ifPresent(descriptors::close);
        }
    }

    @Test
    void withoutAPlaceForItAllAreLookedAt() {
        assertEquals(
                Optional.empty(), leave(new BitSet(), dir.resolve("missing").resolve("strangers")));
        assertTrue(told.get(0).startsWith("cannot write "), told.toString());
        assertTrue(Strangers.receive(Optional.empty()).isEmpty());
    }
}
