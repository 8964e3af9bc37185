package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.AccessRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of calls, and what becomes of them when it cannot be. */
class AuditedCallsTest {

    @TempDir
    Path directory;

    private GuardedRig rig;

    @BeforeEach
    void listen() throws IOException {
        rig = new GuardedRig(directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    @Test
    void noChangeGoesUnrecorded() {
        rig.rules(GuardedRig.rule(AccessRole.ADMIN));
        rig.audit.fill();
        Refusal refusal = Refusal.of(() -> rig.start("cat"));
        assertEquals("AUDIT_FULL", refusal.reason());
        assertEquals("1.2.3", rig.version());
        assertEquals(List.of(), rig.control.asked());
        rig.audit.awaitLine("\"missed_refusals\":1}");
    }

    @Test
    void refusalsLeavePlacesForChanges() {
        rig.audit.fill();
        for (int i = 0; i < 3; i++) {
            Refusal.of(() -> rig.start("cat"));
        }
        // How many are told in one line depends on when the thread that writes them gets its turn.
        rig.audit.await(
                "counts, and nothing else",
                lines -> !lines.isEmpty() && lines.stream().allMatch(line -> line.contains("\"missed_refusals\":")));
    }

    @Test
    void ofHoweverLargeARequestTheLogKeepsLittle() throws IOException {
        Refusal.of(() -> rig.start("x".repeat(200_000), "\u0000".repeat(20_000)));
        rig.audit.awaitLine("PERMISSION_DENIED", "xxx...");
        assertTrue(Files.size(rig.audit.file) < 5_000);
    }

    @Test
    void onlyItsOwnerReadsTheAuditLog() throws IOException {
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(rig.audit.file).stream()
                        .sorted()
                        .toList()
                        .toString());
    }
}
