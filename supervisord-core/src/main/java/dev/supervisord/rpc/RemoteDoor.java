package dev.supervisord.rpc;

import dev.supervisord.log.Log;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The TCP address of {@code [control]}, which a new configuration may add, move or take away while the daemon runs. What is open
 * at an address that is given up goes on. Any thread may use it.
 */
final class RemoteDoor {

    /** Listens on an address. */
    interface Opener {
        TcpDoor open(Tcp tcp) throws IOException;
    }

    private final Opener opener;
    private final Log log;
    private final List<TcpDoor> former = new ArrayList<>();
    private @Nullable TcpDoor present;
    private boolean closed;

    RemoteDoor(Opener opener, Log log) {
        this.opener = opener;
        this.log = log;
    }

    /**
     * Listens as is configured from now on.
     *
     * @return what is left to be done, or went wrong; for people
     */
    synchronized Optional<String> renew(ControlSpec fresh) {
        TcpDoor door = present;
        if (closed || (door == null && fresh.tcp().isEmpty())) {
            return Optional.empty();
        }
        if (fresh.tcp().isEmpty()) {
            leave();
            return Optional.empty();
        }
        Tcp wanted = fresh.tcp().get();
        if (door != null && door.spec().address().equals(wanted.address())) {
            return door.renew(wanted);
        }
        try {
            TcpDoor opened = opener.open(wanted);
            leave();
            present = opened;
            log.info("listening on " + wanted.address() + (wanted.tls().isPresent() ? " with TLS" : " in plain text"));
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("cannot listen on " + wanted.address() + " of [control]: " + failed.getMessage()
                    + (door == null
                            ? "; the daemon is controlled by its unix socket only"
                            : "; it still listens on " + door.spec().address()));
        }
    }

    private void leave() {
        if (present != null) {
            present.shutdown();
            former.add(present);
            log.info("not listening on " + present.spec().address() + " any more");
            present = null;
        }
    }

    /** Takes no more calls. */
    synchronized void shutdown() {
        closed = true;
        if (present != null) {
            present.shutdown();
            former.add(present);
            present = null;
        }
    }

    /** Ends what is left after a time, once it is shut down. */
    synchronized void close(Duration grace) throws InterruptedException {
        for (TcpDoor door : former) {
            door.close(grace);
        }
    }
}
