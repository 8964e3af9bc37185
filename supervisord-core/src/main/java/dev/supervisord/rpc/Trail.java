package dev.supervisord.rpc;

import com.google.protobuf.Message;
import dev.supervisord.v1.OperationResult;
import io.grpc.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is written down of one call: collected while it goes on, handed over once, when it has ended. */
final class Trail {

    private static final String CODES = "RESULT_CODE_";
    private static final int MESSAGE_CHARS_MAX = 1000;

    /**
     * A call that has ended.
     *
     * @param caller empty: nobody could say
     * @param selectors what it was about, as it was asked for
     * @param arguments what else was asked for
     * @param result how it ended, a status of gRPC or {@code CANCELLED} by its client
     * @param message why it was refused; empty when it was not
     * @param results what became of each process; of a restart there are two for each
     */
    record Entry(
            Instant began,
            Instant ended,
            Optional<Caller> caller,
            Peer peer,
            String method,
            Excerpt selectors,
            Map<String, String> arguments,
            String result,
            String message,
            Excerpt results) {}

    private final Audit audit;
    private final String method;
    private final Requirement needed;
    private final Peer peer;
    private final Instant began;
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile Optional<Caller> caller = Optional.empty();
    private volatile boolean kept;
    private volatile Excerpt selectors = Excerpt.NONE;
    private volatile Map<String, String> arguments = Map.of();
    private volatile Excerpt results = Excerpt.NONE;

    Trail(Audit audit, String method, Requirement needed, Peer peer, Instant began) {
        this.audit = audit;
        this.method = method;
        this.needed = needed;
        this.peer = peer;
        this.began = began;
    }

    /** The call is permitted and about to begin; false when it is a change for which there is no place in the log. */
    boolean begin() {
        kept = needed.isChange() && audit.reserve();
        return kept || !needed.isChange();
    }

    void madeBy(Caller who) {
        caller = Optional.of(who);
    }

    void asked(Message request) {
        selectors = Excerpt.NONE.and(RequestNames.of(request));
        Map<String, String> brief = new TreeMap<>();
        RequestNames.arguments(request).forEach((key, value) -> brief.put(key, Excerpt.of(value)));
        arguments = brief;
    }

    void answered(Message response) {
        if (needed.isChange()) {
            results = results.and(
                    ResponseResults.of(response).stream().map(Trail::text).toList());
        }
    }

    private static String text(OperationResult result) {
        String code = result.getCode().name();
        return Excerpt.of(result.getName()) + ": " + (code.startsWith(CODES) ? code.substring(CODES.length()) : code);
    }

    void ended(Status status) {
        ended(
                status.getCode().name(),
                status.getDescription() == null ? "" : Excerpt.of(status.getDescription(), MESSAGE_CHARS_MAX));
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
