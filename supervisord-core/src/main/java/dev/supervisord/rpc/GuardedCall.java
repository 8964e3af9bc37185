package dev.supervisord.rpc;

import com.google.protobuf.Message;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.WatchResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call as the services see it: what they answer is completed, or cut, to what its caller may be told. */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final Trail trail;
    private volatile List<OperationResult> results = List.of();
    private volatile @Nullable Sight sight;
    private volatile boolean closed;
    private volatile boolean withdrawn;

    GuardedCall(ServerCall<Q, R> call, Trail trail) {
        super(call);
        this.trail = trail;
    }

    /** The answer is to have these results as well. */
    void addResults(List<OperationResult> more) {
        results = more;
    }

    /** The answers are to tell only of what can be seen. */
    void showOnly(Sight only) {
        sight = only;
    }

    /** Answers with the results that were added and nothing else. */
    void answerAlone() {
        sendHeaders(new Metadata());
        sendMessage(prototype(getMethodDescriptor().getResponseMarshaller()));
        close(Status.OK, new Metadata());
    }

    @Override
    public void sendMessage(R response) {
        if (!(response instanceof Message message)) {
            super.sendMessage(response);
            return;
        }
        Message told = results.isEmpty() ? message : ResponseResults.with(message, results);
        Sight only = sight;
        if (only != null && told instanceof WatchResponse watch) {
            told = only.of(watch);
        }
        trail.answered(told);
        super.sendMessage(typed(told, getMethodDescriptor().getResponseMarshaller()));
    }

    /** Whether it was answered already, for instance by a refusal. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        closed = true;
        trail.ended(status);
        super.close(status, trailers);
    }

    /** Ends it, unless it has ended, because its caller may not go on with it; to its service it is as if the client had gone. */
    void withdraw(StatusRuntimeException why) {
        if (!closed) {
            withdrawn = true;
            StatusMapper.close(this, why);
        }
    }

    @Override
    public boolean isCancelled() {
        return withdrawn || super.isCancelled();
    }

    /** A request of this method's type. */
    Q request(Message message) {
        return typed(message, getMethodDescriptor().getRequestMarshaller());
    }

    private static <T> T prototype(MethodDescriptor.Marshaller<T> marshaller) {
        if (marshaller instanceof PrototypeMarshaller<T> known && known.getMessagePrototype() != null) {
            return known.getMessagePrototype();
        }
        throw new IllegalStateException("no method of the API is without a type for its messages");
    }

    private static <T> T typed(Message message, MethodDescriptor.Marshaller<T> marshaller) {
        @SuppressWarnings("unchecked") // the class is that of the marshaller's own messages
        T typed = (T) prototype(marshaller).getClass().cast(message);
        return typed;
    }
}
