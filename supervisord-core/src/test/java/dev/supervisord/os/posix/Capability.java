package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What root may do where it has all its power, which it has not in most containers; {@code capabilities(7)}. */
enum Capability {
    SYS_PTRACE(19),
    SYS_NICE(23);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** Skips the test where these tests run without it. */
    void assume() {
        assumeTrue(isOurs(), () -> "CAP_" + this + " is missing here");
    }

    private boolean isOurs() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16))
                    .anyMatch(all -> (all & 1L << number) != 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
