package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ListAvailableResponse;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellCompletionTest extends CommandTest {
    private ShellCompletion completion;

    private static AvailableProcess process(String group, String name) {
        return AvailableProcess.newBuilder().setGroup(group).setProcess(name).build();
    }

    @BeforeEach
    void connect() throws UsageException {
        ServerAddress server = new ServerAddress(new Target.Unix(ctl.socket()), Credentials.NONE, "", "", "supervisor");
        completion = new ShellCompletion(new Session(
                server, new Console(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()), Ctl.nobody()));
    }

    @Test
    void theFirstWordIsACommand() {
        assertEquals(List.of("start", "status", "stop"), completion.of("st"));
        assertEquals(List.of(Commands.NAMES), completion.of(""));
        assertEquals(List.of("wait", "why"), completion.of("help w"));
    }

    @Test
    void theOthersAreNamesThatTheDaemonKnows() {
        ctl.daemon()
                .on(
                        ConfigServiceGrpc.getListAvailableMethod(),
                        request -> ListAvailableResponse.newBuilder()
                                .addProcesses(process("cat", "cat"))
                                .addProcesses(process("web", "web_00"))
                                .addProcesses(process("web", "web_01"))
                                .build());
        assertEquals(List.of("web", "web:*", "web:web_00", "web:web_01"), completion.of("start cat we"));
        assertEquals(List.of("cat", "web", "web:*", "web:web_00", "web:web_01", "all"), completion.of("start "));
        assertEquals(List.of("HUP"), completion.of("signal H"));
        assertEquals(List.of(), completion.of("shutdown "));
    }
}
