package dev.supervisord.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.SocketChange.Key;
import dev.supervisord.model.SocketChange.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketChangeTest {

    private static HeldSocket socket(String name, String path, int backlog, int mode) {
        return new HeldSocket(
                new HeldSocket.Id(name, new ListenAddress.Unix(Path.of(path))),
                backlog,
                Optional.empty(),
                Optional.empty(),
                mode,
                false);
    }

    @Test
    void eachDifferenceIsNamed() {
        HeldSocket same = socket("same", "/same", 1, 0600);
        assertEquals(
                List.of(
                        new SocketChange(
                                "web",
                                Kind.CHANGED,
                                List.of(new Key("listen", "unix:/old", "unix:/new"), new Key("mode", "600", "660"))),
                        new SocketChange("new", Kind.ADDED, List.of()),
                        new SocketChange("gone", Kind.REMOVED, List.of())),
                SocketChange.between(
                        List.of(same, socket("web", "/old", 1, 0600), socket("gone", "/gone", 1, 0600)),
                        List.of(socket("web", "/new", 1, 0660), same, socket("new", "/x", 1, 0600))));
    }
}
