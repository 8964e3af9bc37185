package dev.supervisord.rpc;

import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Start;
import dev.supervisord.rpc.AttachService.Means;
import dev.supervisord.v1.AttachInputRead;
import dev.supervisord.v1.AttachOpened;
import dev.supervisord.v1.AttachOpening;
import dev.supervisord.v1.AttachPosition;
import dev.supervisord.v1.AttachRequest;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.Run;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that is attached to a run. Output is read while the transport takes it, input is asked for when the last was taken, so
 * neither a client nor a process that does not read costs more than a buffer.
 *
 * <p>Any thread enters. Locks are taken in this order: the call's, a stream's, the reply's.
 */
final class AttachCall implements StreamObserver<AttachRequest>, InputWriter.Client, WatchFeed.Follower {

    /** What a program wrote to its terminal passes through one more process, its relay. */
    private static final long RELAY_MILLIS = 200;

    /** An input that nobody reads is most often that of a process whose end is about to be noticed. */
    private static final long END_MILLIS = 1_000;

    private final Means means;
    private final AttachReply reply;
    private final Object user;
    private final Map<Outputs.Channel, AttachedStream> streams = new EnumMap<>(Outputs.Channel.class);

    private @Nullable AttachOpening opening;
    private @Nullable ProcessView process;
    private @Nullable InputWriter input;
    private Optional<String> refusedInput = Optional.empty();
    private int readers;
    private boolean shown;
    private boolean complete;
    private Optional<Run> ended = Optional.empty();
    private int unfinished;
    private boolean over;

    /** To be made while the call's handler runs: gRPC takes its handlers only then. */
    AttachCall(Means means, ServerCallStreamObserver<AttachResponse> stream) {
        this.means = means;
        this.reply = new AttachReply(stream);
        this.user = Peer.CONTEXT.get().account();
        stream.disableAutoRequest();
        stream.setOnReadyHandler(this::resume);
        // gRPC calls exactly one of these.
        stream.setOnCancelHandler(this::end);
        stream.setOnCloseHandler(this::end);
        stream.request(1);
    }

    @Override
    public synchronized void onNext(AttachRequest request) {
        if (over) {
            return;
        }
        InputWriter writer = input;
        ProcessView attached = process;
        if (attached == null) {
            if (request.hasOpening()) {
                open(request.getOpening());
            } else {
                fail(means.statuses().missing("opening"));
            }
        } else if (request.hasOpening()) {
            fail(means.statuses().opensTwice());
        } else if (request.hasSize()) {
            AttachedTerminal.resize(means, attached, request.getSize(), this::fail);
            reply.request();
        } else if (writer == null) {
            fail(means.statuses().inputNotAskedFor());
        } else if (refusedInput.isPresent()) {
            fail(means.statuses().noInput(writer.name(), refusedInput.get()));
        } else {
            writer.write(request.getInput().toByteArray());
        }
    }

    private void open(AttachOpening wanted) {
        String name = wanted.getName();
        Selection selection = means.control().snapshot().select(List.of(name));
        if (selection.processes().isEmpty()) {
            fail(means.statuses().noSuchProcess(name));
            return;
        }
        if (selection.processes().size() > 1) {
            fail(means.statuses().severalProcesses(name));
            return;
        }
        ProcessView found = selection.processes().get(0);
        if (found.pid().isEmpty()) {
            fail(means.statuses().notRunning(name));
            return;
        }
        opening = wanted;
        process = found;
        if (wanted.getInput()) {
            if (!means.inputWriters().take(user)) {
                fail(means.statuses().tooMany("input writers"));
                return;
            }
            input = new InputWriter(means.control(), means.inputs(), means.statuses(), means.executor(), found, this);
            input.open();
        } else {
            means.executor().execute(() -> show(found, wanted));
        }
    }

    @Override
    public void inputOpened(Optional<String> refusal) {
        refusedInput = refusal;
        ProcessView found = process;
        AttachOpening wanted = opening;
        if (found != null && wanted != null && !over) {
            means.executor().execute(() -> show(found, wanted));
        }
    }

    /** Begins to show the output. Waits for the disk, and so holds no lock meanwhile. */
    private void show(ProcessView found, AttachOpening wanted) {
        means.outputs().flush(found.name());
        List<AttachedStream> begun = new ArrayList<>();
        synchronized (this) {
            for (Outputs.Channel channel : Outputs.Channel.values()) {
                if (!over && isShown(found, wanted, channel) && !addStream(found, wanted, channel)) {
                    return;
                }
            }
            if (over) {
                return;
            }
            send(AttachResponse.newBuilder().setOpened(opened(found)));
            begun.addAll(streams.values());
        }
        begun.forEach(this::follow);
        synchronized (this) {
            shown = true;
            if (over) {
                return;
            }
            means.feed().add(this);
            reply.request();
            if (complete && input != null) {
                input.complete();
            }
        }
        wake();
    }

    private AttachOpened opened(ProcessView found) {
        AttachOpened.Builder message = AttachOpened.newBuilder()
                .setName(found.name().toString())
                .setGeneration(found.generation())
                .setPid(found.pid().orElse(0))
                .setInputRefused(refusedInput.orElse(""));
        streams.keySet().forEach(channel -> message.addChannels(ProtoMapper.channel(channel)));
        return message.build();
    }

    private boolean isShown(ProcessView found, AttachOpening wanted, Outputs.Channel channel) {
        if (wanted.getChannelsCount() > 0
                && wanted.getChannelsList().stream().noneMatch(one -> ProtoMapper.channel(one) == channel)) {
            return false;
        }
        try {
            return means.outputs().file(found.name(), channel).isPresent();
        } catch (LogException noLog) {
            return false; // what is not stored cannot be shown
        }
    }

    /** Whether that was possible; otherwise the call has failed. */
    private boolean addStream(ProcessView found, AttachOpening wanted, Outputs.Channel channel) {
        Start start = new Start.Bytes(wanted.getBytes());
        for (AttachPosition position : wanted.getAfterList()) {
            if (ProtoMapper.channel(position.getChannel()) == channel) {
                Optional<Cursor> cursor = Cursor.parse(position.getCursor());
                if (cursor.isEmpty()) {
                    fail(means.statuses().badCursor(position.getCursor()));
                    return false;
                }
                start = new Start.After(cursor.get());
            }
        }
        if (!means.logReaders().take(user)) {
            fail(means.statuses().tooMany("log readers"));
            return false;
        }
        readers++;
        streams.put(channel, new AttachedStream(means.outputs(), found.name(), channel, start, new Screen()));
        return true;
    }

    private void follow(AttachedStream stream) {
        try {
            stream.follow();
        } catch (LogException refused) {
            fail(means.statuses().log(refused));
        }
    }

    @Override
    public void inputTaken() {
        if (!complete) {
            reply.request();
        }
    }

    @Override
    public void inputRead(long bytes) {
        send(AttachResponse.newBuilder()
                .setInputRead(AttachInputRead.newBuilder().setBytes(bytes)));
    }

    /** Unless the run is over, which {@link #wake} notices, the process has closed its input. */
    @Override
    public void inputGone() {
        CompletableFuture.delayedExecutor(END_MILLIS, TimeUnit.MILLISECONDS, means.executor())
                .execute(() -> {
                    synchronized (this) {
                        if (ended.isEmpty() && input != null) {
                            fail(means.statuses().noInput(input.name(), "the process has closed it"));
                        }
                    }
                });
    }

    @Override
    public void inputFailed(StatusRuntimeException why) {
        fail(why);
    }

    @Override
    public synchronized void onCompleted() {
        complete = true;
        if (process == null) {
            fail(means.statuses().missing("opening"));
        } else if (shown && input != null) {
            input.complete();
        }
    }

    /** The client has given the call up; {@link #end} is told too. */
    @Override
    public void onError(Throwable gone) {
        end();
    }

    /** Looks whether the run is over. */
    @Override
    public synchronized void wake() {
        ProcessView attached = process;
        if (over || ended.isPresent() || attached == null) {
            return;
        }
        ended = RunEnd.of(attached, means.control().snapshot());
        if (ended.isPresent()) {
            if (input != null) {
                input.close();
            }
            boolean relayed = attached.spec().attributes().terminal();
            CompletableFuture.delayedExecutor(relayed ? RELAY_MILLIS : 0, TimeUnit.MILLISECONDS, means.executor())
                    .execute(() -> finish(attached));
        }
    }

    /** Tells what the run has written to its end. */
    private void finish(ProcessView attached) {
        means.outputs().flush(attached.name());
        List<AttachedStream> all;
        synchronized (this) {
            all = List.copyOf(streams.values());
            unfinished = all.size();
        }
        if (all.isEmpty()) {
            tellEnd();
        }
        all.forEach(AttachedStream::finish);
    }

    private synchronized void tellEnd() {
        if (!over && ended.isPresent()) {
            end();
            reply.complete(AttachResponse.newBuilder().setEnded(ended.get()).build());
        }
    }

    /** The daemon ends. */
    @Override
    public void end(StatusRuntimeException why) {
        fail(why);
    }

    private synchronized void resume() {
        streams.values().forEach(AttachedStream::resume);
    }

    private void send(AttachResponse.Builder response) {
        reply.send(response.build());
    }

    private synchronized void fail(StatusRuntimeException why) {
        if (!over) {
            end();
            reply.fail(why);
        }
    }

    private synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        means.feed().remove(this);
        streams.values().forEach(AttachedStream::close);
        for (; readers > 0; readers--) {
            means.logReaders().giveBack(user);
        }
        if (input != null) {
            input.close();
            means.inputWriters().giveBack(user);
        }
    }

    private final class Screen implements AttachedStream.Screen {

        @Override
        public boolean isReady() {
            return reply.isReady();
        }

        @Override
        public void show(AttachResponse response) {
            reply.send(response);
        }

        @Override
        public void ended() {
            synchronized (AttachCall.this) {
                unfinished--;
                if (unfinished == 0) {
                    tellEnd();
                }
            }
        }

        @Override
        public void cutOff() {
            fail(means.statuses().daemonEnds());
        }

        @Override
        public void failed(String reason) {
            fail(means.statuses().reading(reason));
        }
    }
}
