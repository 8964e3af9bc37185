package dev.supervisord.engine;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.PassedSockets;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.LaunchSpec.Listeners;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The descriptors of the sockets that one launch gets, and how the program learns of them: {@code sd_listen_fds(3)}.
 *
 * @param numbered the daemon's descriptors of {@link PassedSockets#numbered}, in their order
 * @param stdin the daemon's descriptor of the one that becomes descriptor 0
 */
record LentSockets(PassedSockets passed, List<Fd> numbered, Optional<Fd> stdin) {

    private boolean isAnnounced() {
        return passed.announced() && !numbered.isEmpty();
    }

    Listeners listeners() {
        return new Listeners(numbered, isAnnounced());
    }

    /** All but {@code LISTEN_PID}, which is not known before the launch. */
    Map<String, String> variables() {
        return isAnnounced()
                ? Map.of(
                        "LISTEN_FDS", Integer.toString(numbered.size()),
                        "LISTEN_FDNAMES",
                                passed.numbered().stream()
                                        .map(HeldSocket.Id::name)
                                        .collect(Collectors.joining(":")))
                : Map.of();
    }
}
