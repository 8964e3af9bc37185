package dev.supervisord.rpc;

import dev.supervisord.v1.AttachResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

/** The answers to one attached client, one at a time and none after the last. Any thread may call; none waits. */
final class AttachReply {

    private final ServerCallStreamObserver<AttachResponse> stream;
    private boolean over;

    AttachReply(ServerCallStreamObserver<AttachResponse> stream) {
        this.stream = stream;
    }

    /** Whether the transport takes more than a little now. */
    boolean isReady() {
        return stream.isReady();
    }

    /** Has the client's next request delivered. */
    void request() {
        stream.request(1);
    }

    synchronized void send(AttachResponse response) {
        if (!over) {
            stream.onNext(response);
        }
    }

    synchronized void complete(AttachResponse last) {
        send(last);
        if (!over) {
            over = true;
            stream.onCompleted();
        }
    }

    synchronized void fail(StatusRuntimeException why) {
        if (!over) {
            over = true;
            stream.onError(why);
        }
    }
}
