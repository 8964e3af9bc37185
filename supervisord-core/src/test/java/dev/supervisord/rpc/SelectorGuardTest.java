package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceBlockingStub;
import dev.supervisord.v1.SignalRequest;
import dev.supervisord.v1.WatchRequest;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SelectorGuardTest {

    @TempDir
    Path directory;

    private Rig rig;
    private ProcessServiceBlockingStub client;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        client = ProcessServiceGrpc.newBlockingStub(rig.connect()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    private int found(List<String> selectors) {
        return client.getStatus(
                        GetStatusRequest.newBuilder().addAllSelectors(selectors).build())
                .getProcessesCount();
    }

    @Test
    void asManyPatternsAsAllowedAreAnsweredAndOneMoreIsRefused() {
        assertEquals(2, found(Collections.nCopies(Limits.PATTERNS_MAX, "web*_0?")));
        String why = "101 patterns are more than 100; ask in several calls";
        assertEquals(
                new Refusal(Code.INVALID_ARGUMENT, "TOO_MANY_PATTERNS", why, List.of("selectors: " + why)),
                Refusal.of(() -> found(Collections.nCopies(Limits.PATTERNS_MAX + 1, "web*_0?"))));
    }

    @Test
    void aPatternThatIsTooLongIsRefused() {
        assertEquals(
                "PATTERN_TOO_LONG",
                Refusal.of(() -> found(List.of("*" + "a".repeat(Limits.PATTERN_CHARS_MAX))))
                        .reason());
    }

    @Test
    void namesAndWholeGroupsAreNotCounted() {
        assertEquals(3, found(Collections.nCopies(1000, "all")));
        assertEquals(2, found(Collections.nCopies(1000, "web:*")));
        assertEquals(1, found(Collections.nCopies(1000, "cat")));
    }

    @Test
    void operationsAndStreamsAreGuardedTooAndTheEngineHearsNothing() {
        List<String> patterns = Collections.nCopies(Limits.PATTERNS_MAX + 1, "*a");
        assertEquals(
                "TOO_MANY_PATTERNS",
                Refusal.of(() -> client.signal(SignalRequest.newBuilder()
                                .setSignal("HUP")
                                .addAllSelectors(patterns)
                                .build()))
                        .reason());
        assertEquals(
                "TOO_MANY_PATTERNS",
                Refusal.of(() -> client.watch(WatchRequest.newBuilder()
                                        .addAllSelectors(patterns)
                                        .build())
                                .hasNext())
                        .reason());
        assertEquals(List.of(), rig.control.asked());
    }
}
