package dev.supervisord.rpc;

import dev.supervisord.log.AuditLog;
import dev.supervisord.log.Log;
import dev.supervisord.rpc.Trail.Entry;
import io.grpc.Status.Code;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Writes down who has changed what, and who was refused. Any thread may call; nobody waits for the disk.
 *
 * <p>A change has its place in the queue before it is begun, and is refused when there is none: no change goes unrecorded. Refusals
 * beyond their {@link RefusalRation}, or their part of the queue, are counted, and the count is written.
 */
final class Audit {

    private static final Set<String> REFUSALS = Set.of(Code.PERMISSION_DENIED.name(), Code.UNAUTHENTICATED.name());

    private final Optional<AuditLog> file;
    private final IntFunction<String> userName;
    private final InstantSource clock;
    private final Log log;
    private final RefusalRation ration = new RefusalRation();
    private final AtomicLong missed = new AtomicLong();

    /**
     * @param file empty: refusals go to the daemon's own log
     * @param userName the name of a user by number, empty when there is none; may wait, and is asked on the file's own thread
     */
    Audit(Optional<AuditLog> file, IntFunction<String> userName, InstantSource clock, Log log) {
        this.file = file;
        this.userName = userName;
        this.clock = clock;
        this.log = log;
    }

    Instant now() {
        return clock.instant();
    }

    /** A call begins. */
    Trail follow(String method, Requirement needed, Peer peer) {
        return new Trail(this, method, needed, peer, now());
    }

    /** A change is about to begin: whether it will be written down, for certain. */
    boolean reserve() {
        return file.isEmpty() || file.get().reserve();
    }

    /** @param kept whether there is a place for it */
    void ended(Requirement needed, boolean kept, Entry entry) {
        boolean refused = REFUSALS.contains(entry.result());
        if (file.isPresent() && kept) {
            file.get().writeReserved(() -> AuditLine.of(entry, userName));
        } else if (file.isPresent() && (refused || needed.isChange())) {
            if (ration.take(entry.peer().account(), entry.ended())) {
                file.get().offer(() -> AuditLine.of(entry, userName));
            } else {
                file.get().miss();
            }
        } else if (refused && !kept) {
            tell(entry);
        }
    }

    /** Where there is no audit log, the daemon's own has the refusals. */
    private void tell(Entry entry) {
        if (!ration.take(entry.peer().account(), entry.ended())) {
            missed.incrementAndGet();
            return;
        }
        long before = missed.getAndSet(0);
        log.warn("refused " + entry.method() + " to "
                + entry.caller().map(Object::toString).orElse("somebody unknown") + " (" + entry.peer() + "): "
                + entry.message() + (before == 0 ? "" : " (and " + before + " that are not written)"));
    }
}
