package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.log.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalAuditTest {

    @TempDir
    private Path directory;

    @Test
    void eachActIsOneLineThatNamesItsSignal() throws IOException {
        Path file = directory.resolve("audit.log");
        try (AuditLog log = AuditLog.open(file, 0, 0, (level, message) -> {}, Thread::new)) {
            SignalAudit audit =
                    new SignalAudit(Optional.of(log), InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
            audit.begin("SIGTERM", "DaemonService/Shutdown").done();
            audit.begin("SIGHUP", "ConfigService/Reload").refused("a \"mistake\"");
        }
        assertEquals("""
                {"time":"2026-01-02T03:04:05Z","signal":"SIGTERM","from":"signal","call":"DaemonService/Shutdown",\
                "result":"OK","ms":0}
                {"time":"2026-01-02T03:04:05Z","signal":"SIGHUP","from":"signal","call":"ConfigService/Reload",\
                "result":"FAILED_PRECONDITION","message":"a \\"mistake\\"","ms":0}
                """, Files.readString(file));
    }
}
