package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredCallTest {

    private static final TailResponse LARGE = TailResponse.newBuilder()
            .setData(ByteString.copyFrom(new byte[Limits.UNREAD_BYTES_PER_USER]))
            .build();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final UnreadAnswers answers = new UnreadAnswers(timer, Runnable::run);

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    /** A call whose client takes as much as it is told to; as strict as gRPC's own. */
    private static final class Client extends ServerCall<TailRequest, TailResponse> {
        private final MethodType type;
        private final String method;
        private final List<TailResponse> sent = new ArrayList<>();
        private boolean ready = true;
        private final List<Status.Code> ends = new ArrayList<>();

        Client(MethodType type) {
            this(type, "LogService/Tail");
        }

        Client(MethodType type, String method) {
            this.type = type;
            this.method = method;
        }

        @Override
        public void request(int messages) {
            throw new AssertionError("nothing is asked of the client here");
        }

        @Override
        public void sendHeaders(Metadata headers) {
            throw new AssertionError("no headers are sent here");
        }

        @Override
        public void sendMessage(TailResponse message) {
            assertEquals(List.of(), ends, "it is closed");
            sent.add(message);
            ready = false;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void close(Status end, Metadata trailers) {
            assertEquals(List.of(), ends, "it is closed");
            ends.add(end.getCode());
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<TailRequest, TailResponse> getMethodDescriptor() {
            return LogServiceGrpc.getTailMethod().toBuilder()
                    .setType(type)
                    .setFullMethodName("supervisord.v1." + method)
                    .build();
        }
    }

    private MeasuredCall<TailRequest, TailResponse> call(Client client) {
        return new MeasuredCall<>(client, 1000, answers, new StatusMapper((level, message) -> {}));
    }

    @Test
    void whereMuchIsUnreadAnAnswerIsRefused() {
        MeasuredCall<TailRequest, TailResponse> first = call(new Client(MethodType.UNARY));
        first.sendMessage(LARGE);
        Client client = new Client(MethodType.UNARY);
        call(client).sendMessage(LARGE);
        assertEquals(List.of(), client.sent);
        assertEquals(List.of(Status.Code.RESOURCE_EXHAUSTED), client.ends);
        first.over();
        Client later = new Client(MethodType.UNARY);
        call(later).sendMessage(LARGE);
        assertEquals(1, later.sent.size());
    }

    @Test
    void whatWasChangedIsToldAllTheSame() {
        call(new Client(MethodType.UNARY)).sendMessage(LARGE);
        Client client = new Client(MethodType.UNARY, "ProcessService/Start");
        call(client).sendMessage(LARGE);
        assertEquals(1, client.sent.size());
    }

    @Test
    void aStreamWaitsUntilThereIsRoom() throws InterruptedException {
        Client reader = new Client(MethodType.SERVER_STREAMING);
        MeasuredCall<TailRequest, TailResponse> slow = call(reader);
        assertTrue(slow.isReady());
        slow.sendMessage(LARGE);
        MeasuredCall<TailRequest, TailResponse> waiting = call(new Client(MethodType.SERVER_STREAMING));
        Semaphore woken = new Semaphore(0);
        waiting.wakeBy(woken::release);
        assertFalse(waiting.isReady());
        reader.ready = true;
        slow.taken();
        assertTrue(woken.tryAcquire(60, TimeUnit.SECONDS));
        assertTrue(waiting.isReady());
        assertEquals(0, answers.bytes().total());
    }

    @Test
    void whatAServiceDoesAfterItsCallWasEndedIsNotTold() {
        Client client = new Client(MethodType.UNARY);
        MeasuredCall<TailRequest, TailResponse> call = call(client);
        call.end(new StatusMapper((level, message) -> {}).tooMany("bytes of requests"));
        call.sendMessage(LARGE);
        call.close(Status.OK, new Metadata());
        assertEquals(List.of(), client.sent);
        assertEquals(List.of(Status.Code.RESOURCE_EXHAUSTED), client.ends);
        assertEquals(0, answers.bytes().total());
    }
}
