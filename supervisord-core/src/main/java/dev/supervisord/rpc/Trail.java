package dev.supervisord.rpc;

import com.google.protobuf.Message;
import dev.supervisord.v1.OperationResult;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is written down of one call: collected while it goes on, handed over once, when it has ended. */
final class Trail {

    /** Of a call on more processes than this, the rest is counted only. */
    static final int NAMES_MAX = 100;

    /**
     * A call that has ended.
     *
     * @param caller empty: nobody could say
     * @param selectors what it was about, as it was asked for
     * @param arguments what else was asked for
     * @param result how it ended, a status of gRPC or {@code CANCELLED} by its client
     * @param message why it was refused; empty when it was not
     * @param results what became of each process
     */
    record Entry(
            Instant began,
            Instant ended,
            Optional<Caller> caller,
            Peer peer,
            String method,
            List<String> selectors,
            Map<String, String> arguments,
            String result,
            String message,
            List<OperationResult> results) {}

    private final Audit audit;
    private final String method;
    private final Requirement needed;
    private final Peer peer;
    private final Instant began;
    private final boolean kept;
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile Optional<Caller> caller = Optional.empty();
    private volatile List<String> selectors = List.of();
    private volatile Map<String, String> arguments = Map.of();
    private volatile List<OperationResult> results = List.of();

    /** @param kept whether there is a place for the line that a change has to have */
    Trail(Audit audit, String method, Requirement needed, Peer peer, Instant began, boolean kept) {
        this.audit = audit;
        this.method = method;
        this.needed = needed;
        this.peer = peer;
        this.began = began;
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    void madeBy(Caller who) {
        caller = Optional.of(who);
    }

    void asked(Message request) {
        selectors = List.copyOf(RequestNames.of(request));
        arguments = RequestNames.arguments(request);
    }

    void answered(Message response) {
        if (needed.isChange()) {
            List<OperationResult> all = new ArrayList<>(results);
            all.addAll(ResponseResults.of(response));
            results = all;
        }
    }

    void ended(Status status) {
        ended(status.getCode().name(), status.getDescription() == null ? "" : status.getDescription());
    }

    /** It was not answered. */
    void ended(String how) {
        ended(how, "");
    }

    private void ended(String result, String message) {
        if (over.compareAndSet(false, true)) {
            audit.ended(
                    needed,
                    kept,
                    new Entry(
                            began, audit.now(), caller, peer, method, selectors, arguments, result, message, results));
        }
    }
}
