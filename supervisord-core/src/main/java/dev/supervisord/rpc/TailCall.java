package dev.supervisord.rpc;

import com.google.protobuf.ByteString;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.Resume;
import dev.supervisord.output.Outputs.Tailing;
import dev.supervisord.output.Place;
import dev.supervisord.v1.TailResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client that reads a log. Bytes come on a thread of the output side and only while the transport takes them, so a slow
 * client costs a bounded amount of memory and never slows a log.
 */
final class TailCall implements Outputs.Tail {

    private static final Tailing OVER = () -> {};

    private final ServerCallStreamObserver<TailResponse> reply;
    private final StatusMapper statuses;
    private final Runnable over;
    private final AtomicReference<Tailing> reading = new AtomicReference<>();
    private volatile Resume resume = () -> {};
    private long missed;

    /**
     * To be made while the call's handler runs: gRPC takes handlers of readiness only then.
     *
     * @param over called once, when the call has ended in whatever way
     */
    TailCall(ServerCallStreamObserver<TailResponse> reply, StatusMapper statuses, Runnable over) {
        this.reply = reply;
        this.statuses = statuses;
        this.over = over;
        reply.setOnReadyHandler(() -> resume.resume());
        // gRPC calls exactly one of these; a call may be closed before its service has done so.
        reply.setOnCancelHandler(this::gone);
        reply.setOnCloseHandler(this::gone);
    }

    /** Hands over what has to be closed when the call is over, which it may be already. */
    void closeWhenOver(Tailing tail) {
        if (!reading.compareAndSet(null, tail)) {
            tail.close();
        }
    }

    private void gone() {
        Tailing tail = reading.getAndSet(OVER);
        if (tail != null) {
            tail.close();
        }
        over.run();
    }

    @Override
    public boolean isReady() {
        return reply.isReady();
    }

    @Override
    public void opened(Resume how) {
        resume = how;
    }

    @Override
    public void begun(Place at, boolean lost) {
        reply.onNext(TailResponse.newBuilder()
                .setCursor(at.cursor().text())
                .setCursorLost(lost)
                .build());
    }

    @Override
    public void bytes(byte[] bytes, int length, Place after) {
        send(TailResponse.newBuilder()
                .setData(ByteString.copyFrom(bytes, 0, length))
                .setCursor(after.cursor().text()));
    }

    private void send(TailResponse.Builder response) {
        reply.onNext(response.setMissedBytes(missed).build());
        missed = 0;
    }

    @Override
    public void missed(long bytes) {
        missed += bytes;
    }

    @Override
    public void ended() {
        tellMissed();
        reply.onCompleted();
    }

    @Override
    public void cutOff() {
        tellMissed();
        reply.onError(statuses.daemonEnds());
    }

    @Override
    public void failed(String reason) {
        tellMissed();
        reply.onError(statuses.reading(reason));
    }

    /** What is missing at the very end has no bytes after it that could carry the number. */
    private void tellMissed() {
        if (missed > 0) {
            send(TailResponse.newBuilder());
        }
    }
}
