package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.log.Log;
import dev.supervisord.os.Datagrams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceNoticesTest {

    private final List<String> sent = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Log log = (level, text) -> logged.add(text);

    @Test
    void nothingIsSaidWhereNobodyAsks() {
        notices(Optional.empty()).ready(log);
        notices(Optional.of("")).ready(log);
        assertEquals(List.of(), sent);
        assertEquals(List.of(), logged);
    }

    @Test
    void itIsToldWhichProcessIsUp() {
        notices(Optional.of("/run/notify")).ready(log);
        assertEquals(
                List.of("/run/notify READY=1\nMAINPID="
                        + ProcessHandle.current().pid() + "\n"),
                sent);
    }

    @Test
    void whatCannotBeToldIsInTheLog() {
        notices(Optional.of("@abstract")).stopping(log);
        notices(Optional.of("/nobody")).stopping(log);
        assertEquals(
                List.of(
                        "cannot tell the service manager 'STOPPING=1' at '@abstract': only sockets with a path are known",
                        "cannot tell the service manager 'STOPPING=1' at '/nobody': nobody listens there"),
                logged);
        assertEquals(List.of(), sent);
    }

    private ServiceNotices notices(Optional<String> socket) {
        return new ServiceNotices(
                socket, path -> path.equals(Path.of("/nobody")) ? Optional.empty() : Optional.of(new Recorded(path)));
    }

    private final class Recorded implements Datagrams.Outlet {
        private final Path path;

        Recorded(Path path) {
            this.path = path;
        }

        @Override
        public Result send(byte[] message, int length) {
            sent.add(path + " " + new String(message, 0, length, StandardCharsets.US_ASCII));
            return Result.SENT;
        }

        @Override
        public void close() {}
    }
}
