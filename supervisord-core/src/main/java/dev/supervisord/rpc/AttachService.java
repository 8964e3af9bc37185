package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.os.Inputs;
import dev.supervisord.output.Outputs;
import dev.supervisord.v1.AttachRequest;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.AttachServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** {@code supervisord.v1.AttachService}. */
final class AttachService extends AttachServiceGrpc.AttachServiceImplBase {

    /**
     * What its calls work with.
     *
     * @param logReaders how many logs may be read at a time; each stream is one
     * @param inputWriters how many may write to inputs at a time
     * @param executor where calls go on; may wait for the disk
     */
    record Means(
            Control control,
            Outputs outputs,
            Inputs inputs,
            WatchFeed feed,
            StatusMapper statuses,
            Quota logReaders,
            Quota inputWriters,
            Executor executor) {}

    private final Means means;

    AttachService(Means means) {
        this.means = means;
    }

    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> reply) {
        return new AttachCall(means, (ServerCallStreamObserver<AttachResponse>) reply);
    }
}
