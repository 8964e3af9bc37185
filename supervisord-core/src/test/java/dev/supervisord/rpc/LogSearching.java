package dev.supervisord.rpc;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that search logs whose bytes they give. */
@Timeout(300)
abstract class LogSearching {
    @TempDir
    Path directory;

    FedLogs logs;

    @BeforeEach
    void listen() throws IOException {
        logs = new FedLogs(directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
    }
}
