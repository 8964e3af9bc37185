package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.rpc.SettingsReader.Setting;
import dev.supervisord.v1.DescribeRequest;
import dev.supervisord.v1.DescribeResponse;
import dev.supervisord.v1.ExplainRequest;
import dev.supervisord.v1.ExplainResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceBlockingStub;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What explains and describes processes. */
class DescribeTest {

    @TempDir
    Path directory;

    private Rig rig;
    private ProcessServiceBlockingStub client;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        client = ProcessServiceGrpc.newBlockingStub(rig.connect());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    @Test
    void settingsComeWithTheirPlaces() {
        rig.settingsAre(List.of(
                new Setting(
                        "command",
                        Optional.of("[\"cat\"]"),
                        Optional.of("/etc/a.toml"),
                        OptionalInt.of(7),
                        Optional.empty()),
                new Setting("umask", Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of("022"))));
        DescribeResponse response = client.describe(DescribeRequest.newBuilder()
                .addSelectors("cat")
                .addSelectors("nope")
                .build());
        assertEquals("nope", response.getUnknown(0).getName());
        assertEquals("""
                key: "command"
                value: "[\\"cat\\"]"
                file: "/etc/a.toml"
                line: 7
                """, response.getDescriptions(0).getSettings(0).toString());
        assertEquals("""
                key: "umask"
                is_default: true
                outdated: "022"
                """, response.getDescriptions(0).getSettings(1).toString());
    }

    @Test
    void aDescriptionNeedsASelector() {
        assertEquals(
                new Refusal(
                        Code.INVALID_ARGUMENT,
                        "MISSING_FIELD",
                        "selectors must be given",
                        List.of("selectors: selectors must be given")),
                Refusal.of(() -> client.describe(DescribeRequest.getDefaultInstance())));
    }

    @Test
    void withoutSelectorsEverythingIsExplained() {
        ExplainResponse response = client.explain(ExplainRequest.getDefaultInstance());
        assertEquals(
                List.of("cat", "web_00", "web_01"),
                response.getExplanationsList().stream()
                        .map(explanation -> explanation.getStatus().getProcess())
                        .toList());
        assertEquals(
                "cat is STOPPED: nobody has started it yet.",
                response.getExplanations(0).getSentences(0));
    }
}
