package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One client that watches. It holds nothing but the revision that the client was brought to: what comes next is read from the
 * {@link WatchFeed} when the transport takes it, so a client that does not read costs nothing more.
 *
 * <p>Any thread may wake it; one at a time works for it.
 */
final class WatchCall implements WatchFeed.Follower {

    private final WatchRequest request;
    private final ServerCallStreamObserver<WatchResponse> reply;
    private final Control control;
    private final WatchFeed feed;
    private final Supplier<Duration> monotonic;
    private final AtomicInteger wakeups = new AtomicInteger();
    private volatile @Nullable StatusRuntimeException ending;

    private Set<ProcessName> wanted = Set.of();
    private long sent;
    private boolean begun;
    private boolean blocked;
    private boolean over;

    /** To be made while the call's handler runs: gRPC takes handlers of readiness only then. */
    WatchCall(
            WatchRequest request,
            ServerCallStreamObserver<WatchResponse> reply,
            Control control,
            WatchFeed feed,
            Supplier<Duration> monotonic) {
        this.request = request;
        this.reply = reply;
        this.control = control;
        this.feed = feed;
        this.monotonic = monotonic;
        reply.setOnReadyHandler(this::wake);
        // gRPC calls exactly one of these.
        reply.setOnCancelHandler(() -> feed.remove(this));
        reply.setOnCloseHandler(() -> feed.remove(this));
    }

    @Override
    public void wake() {
        if (wakeups.getAndIncrement() != 0) {
            return; // who works for it already looks again
        }
        int seen = 1;
        while (seen != 0) {
            tell();
            seen = wakeups.addAndGet(-seen);
        }
    }

    @Override
    public void end(StatusRuntimeException why) {
        ending = why;
        wake();
    }

    private void tell() {
        while (!over && reply.isReady() && isBehind()) {
            tellNext();
        }
        blocked |= isBehind();
        StatusRuntimeException why = ending;
        if (why != null && !over) {
            over = true;
            reply.onError(why);
        }
    }

    private boolean isBehind() {
        return !begun || sent < feed.last();
    }

    private void tellNext() {
        if (!begun) {
            begin();
        } else if (blocked) {
            blocked = false;
            catchUp();
        } else {
            feed.at(sent + 1).ifPresentOrElse(next -> tellChanges(List.of(next)), () -> tellAll(true));
        }
    }

    private void begin() {
        begun = true;
        blocked = false;
        Snapshot present = control.snapshot();
        long revision = request.getRevision();
        boolean known = revision == present.revision()
                || (revision < present.revision() && feed.at(revision + 1).isPresent());
        if (revision != 0 && known) {
            sent = revision;
            select();
        } else {
            tellAll(revision != 0);
        }
    }

    /** Brings the client from where it is to the present in one message. */
    private void tellAll(boolean missed) {
        Snapshot present = control.snapshot();
        Selection selection = present.select(request.getSelectorsList());
        wanted = names(selection);
        Duration now = monotonic.get();
        WatchResponse.Builder response = WatchResponse.newBuilder()
                .setRevision(present.revision())
                .setSnapshot(true)
                .setMissed(missed);
        selection.processes().forEach(view -> response.addProcesses(ProtoMapper.status(view, now)));
        selection.unknown().forEach(outcome -> response.addUnknown(ProtoMapper.result(outcome)));
        sent = present.revision();
        reply.onNext(response.build());
    }

    private void select() {
        if (!isForAll()) {
            wanted = names(control.snapshot().select(request.getSelectorsList()));
        }
    }

    private static Set<ProcessName> names(Selection selection) {
        return selection.processes().stream().map(ProcessView::name).collect(Collectors.toSet());
    }

    private boolean isForAll() {
        return request.getSelectorsCount() == 0;
    }

    /** The client has let us wait: it is told the latest of each process only. */
    private void catchUp() {
        List<Publication> missing = new ArrayList<>();
        for (long revision = sent + 1; revision <= feed.last(); revision++) {
            Optional<Publication> next = feed.at(revision);
            if (next.isEmpty()) {
                tellAll(true);
                return;
            }
            missing.add(next.get());
        }
        tellChanges(missing);
    }

    private void tellChanges(List<Publication> publications) {
        Map<ProcessName, ProcessStatus> changed = new LinkedHashMap<>();
        Set<ProcessName> removed = new LinkedHashSet<>();
        for (Publication publication : publications) {
            sent = publication.changes().revision();
            if (publication.changes().grown()) {
                select();
            }
            changed.keySet().removeAll(publication.changes().removed());
            removed.addAll(publication.changes().removed());
            collect(publication, changed);
        }
        if (!changed.isEmpty() || !removed.isEmpty()) {
            WatchResponse.Builder response =
                    WatchResponse.newBuilder().setRevision(sent).addAllProcesses(changed.values());
            removed.forEach(name -> response.addRemoved(name.toString()));
            reply.onNext(response.build());
        }
    }

    private void collect(Publication publication, Map<ProcessName, ProcessStatus> changed) {
        List<ProcessView> views = publication.changes().processes();
        for (int i = 0; i < views.size(); i++) {
            ProcessName name = views.get(i).name();
            if (isForAll() || wanted.contains(name)) {
                changed.put(name, publication.statuses(monotonic).get(i));
            }
        }
    }
}
