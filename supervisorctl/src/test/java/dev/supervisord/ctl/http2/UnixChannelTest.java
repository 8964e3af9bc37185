package dev.supervisord.ctl.http2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import dev.supervisord.ctl.FakeDaemon;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channel against grpc-java's own server. */
@Timeout(300)
class UnixChannelTest {
    @TempDir
    private Path directory;

    private FakeDaemon server;
    private UnixChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = new FakeDaemon(directory.resolve("s.sock"));
        channel = new UnixChannel(directory.resolve("s.sock"), "test/1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16_379, 16_384, 65_530, 65_535, 65_536, 1_000_000, 8_000_000})
    void messagesOfEverySizeGoBothWays(int length) {
        server.on(Bytes.UNARY, request -> request);
        byte[] message = Bytes.random(length);
        assertArrayEquals(message, Bytes.unary(channel, message));
    }

    @Test
    void manyCallsFollowEachOtherOnOneChannel() {
        server.on(Bytes.UNARY, request -> request);
        for (int i = 0; i < 200; i++) {
            byte[] message = Bytes.random(i);
            assertArrayEquals(message, Bytes.unary(channel, message));
        }
    }

    @Test
    void callsOfSeveralThreadsDoNotDisturbEachOther() {
        server.on(Bytes.UNARY, request -> request);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] message = Bytes.random(3000 * i);
                answers.add(threads.submit(() -> Bytes.unary(channel, message)));
            }
            for (int i = 0; i < 100; i++) {
                assertArrayEquals(Bytes.random(3000 * i), Await.result(answers.get(i)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void generatedStubsReadTenThousandProcesses() {
        GetStatusResponse.Builder response = GetStatusResponse.newBuilder();
        for (int i = 0; i < 10_000; i++) {
            response.addProcesses(ProcessStatus.newBuilder().setGroup("größe").setProcess("process_" + i));
        }
        GetStatusResponse expected = response.build();
        server.on(ProcessServiceGrpc.getGetStatusMethod(), request -> expected);
        GetStatusRequest.Builder request = GetStatusRequest.newBuilder();
        for (int i = 0; i < 10_000; i++) {
            request.addSelectors("größe:process_" + i);
        }
        assertEquals(expected, ProcessServiceGrpc.newBlockingStub(channel).getStatus(request.build()));
        assertEquals(request.build(), server.request());
    }

    @Test
    void streamsAreReadToTheirEnd() {
        server.onCall(Bytes.STREAM, (request, reply) -> {
            for (int i = 0; i < 300; i++) {
                reply.onNext(Bytes.random(i * 100));
            }
            reply.onCompleted();
        });
        Iterator<byte[]> stream = Bytes.stream(channel, CallOptions.DEFAULT, new byte[0]);
        for (int i = 0; i < 300; i++) {
            assertArrayEquals(Bytes.random(i * 100), stream.next());
        }
        assertFalse(stream.hasNext());
    }

    @Test
    void aStreamIsReadWhileItIsWritten() {
        CompletableFuture<StreamObserver<byte[]>> writer = new CompletableFuture<>();
        server.onCall(Bytes.STREAM, (request, reply) -> writer.complete(reply));
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            Iterator<byte[]> stream = Bytes.stream(channel, CallOptions.DEFAULT, new byte[0]);
            byte[] first = stream.next();
            writer.join().onNext(first);
            byte[] second = stream.next();
            writer.join().onCompleted();
            return new String(second, StandardCharsets.US_ASCII) + stream.hasNext();
        });
        Await.result(writer).onNext("ping".getBytes(StandardCharsets.US_ASCII));
        assertEquals("pingfalse", Await.result(reader));
    }

    /** The server may write no more than windows and socket hold while nobody reads. */
    @Test
    void aReaderThatStopsHoldsUpTheServer() {
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Integer> full = new CompletableFuture<>();
        byte[] piece = Bytes.random(10_000);
        server.onCall(Bytes.STREAM, (request, reply) -> {
            var observer = (ServerCallStreamObserver<byte[]>) reply;
            observer.setOnReadyHandler(() -> {
                while (observer.isReady() && written.get() < 1001) {
                    observer.onNext(piece);
                    if (written.incrementAndGet() == 1001) {
                        observer.onCompleted();
                    }
                }
                if (written.get() > 1) {
                    full.complete(written.get());
                }
            });
        });
        Iterator<byte[]> stream = Bytes.stream(channel, CallOptions.DEFAULT, new byte[0]);
        assertArrayEquals(piece, stream.next());
        assertTrue(Await.result(full) * piece.length < 2 * Connection.WINDOW_BYTES, full + " pieces");
        for (int i = 0; i < 1000; i++) {
            assertArrayEquals(piece, stream.next(), "the stream goes on, ten windows long");
        }
        assertFalse(stream.hasNext());
    }

    @Test
    void errorsCarryTheirDetails() {
        BadRequest.Builder problems = BadRequest.newBuilder();
        for (int i = 0; i < 1000; i++) {
            problems.addFieldViolations(
                    FieldViolation.newBuilder().setField("c.conf:" + i).setDescription("unknown key «größe» " + i));
        }
        com.google.rpc.Status status = com.google.rpc.Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("50% größer\nals das → hier")
                .addDetails(Any.pack(problems.build()))
                .build();
        server.refuse(Bytes.UNARY, StatusProto.toStatusRuntimeException(status));
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class, () -> Bytes.unary(channel, new byte[0]), "details need CONTINUATION");
        assertEquals(Status.Code.FAILED_PRECONDITION, failure.getStatus().getCode());
        assertEquals("50% größer\nals das → hier", failure.getStatus().getDescription());
        assertEquals(status, StatusProto.fromThrowable(failure));
    }

    @Test
    void anErrorAfterMessagesComesAfterThem() {
        server.onCall(Bytes.STREAM, (request, reply) -> {
            reply.onNext(new byte[] {1});
            reply.onNext(new byte[] {2});
            reply.onError(Status.DATA_LOSS.withDescription("gone").asRuntimeException());
        });
        Iterator<byte[]> stream = Bytes.stream(channel, CallOptions.DEFAULT, new byte[0]);
        assertArrayEquals(new byte[] {1}, stream.next());
        assertArrayEquals(new byte[] {2}, stream.next());
        assertEquals(Status.Code.DATA_LOSS, codeOf(stream::next));
    }

    @Test
    void metadataGoesBothWays() {
        Metadata.Key<String> text = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> binary = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata sent = new Metadata();
        sent.put(text, "some text");
        sent.put(binary, Bytes.random(40_000 / 8));
        Metadata trailers = new Metadata();
        trailers.put(text, "answer");
        trailers.put(binary, Bytes.random(777));
        server.refuse(Bytes.UNARY, Status.ABORTED.asRuntimeException(trailers));
        var attached = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(sent));
        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> Bytes.unary(attached, new byte[0]));
        Metadata seen = server.headers().get(0);
        assertEquals("some text", seen.get(text));
        assertArrayEquals(Bytes.random(5000), seen.get(binary));
        assertEquals("test/1", seen.get(Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER)));
        Metadata got = failure.getTrailers();
        assertTrue(got != null && "answer".equals(got.get(text)));
        assertArrayEquals(Bytes.random(777), got.get(binary));
    }

    @Test
    void aMethodTheServerLacksIsUnimplemented() {
        server.lacks(Bytes.UNARY);
        assertEquals(Status.Code.UNIMPLEMENTED, codeOf(() -> Bytes.unary(channel, new byte[0])));
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftAtTheDeadline() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        server.onCall(Bytes.UNARY, (request, reply) -> {
            ((ServerCallStreamObserver<byte[]>) reply).setOnCancelHandler(cancelled::countDown);
            arrived.countDown();
        });
        // On a busy machine the deadline may come before the call has reached the server.
        for (int millis = 300; arrived.getCount() > 0; millis *= 2) {
            long began = System.nanoTime();
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
            assertEquals(Status.Code.DEADLINE_EXCEEDED, codeOf(() -> Bytes.unary(channel, options, new byte[0])));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertTrue(took >= millis - 10, "took " + took + " of " + millis + " ms");
        }
        Await.latch(cancelled);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 8_000_000})
    void aDeadlineInTheFutureChangesNothing(int length) {
        server.on(Bytes.UNARY, request -> request);
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
        byte[] message = Bytes.random(length);
        assertArrayEquals(message, Bytes.unary(channel, options, message));
        assertTrue(
                server.headers().get(0).containsKey(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER)));
    }

    @Test
    void aDeadlineInThePastSendsNothing() {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);
        assertEquals(Status.Code.DEADLINE_EXCEEDED, codeOf(() -> Bytes.unary(channel, options, new byte[0])));
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatWaitsCanBeCancelledByAnotherThread(boolean deadline) {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        server.onCall(Bytes.UNARY, (request, reply) -> {
            ((ServerCallStreamObserver<byte[]>) reply).setOnCancelHandler(cancelled::countDown);
            arrived.countDown();
        });
        CallOptions options =
                deadline ? CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS) : CallOptions.DEFAULT;
        ClientCall<byte[], byte[]> call = channel.newCall(Bytes.UNARY, options);
        CompletableFuture<Status> closed = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            call.start(new OnClose(closed), new Metadata());
            call.request(1);
            call.sendMessage(new byte[0]);
            call.halfClose();
        });
        caller.start();
        Await.latch(arrived);
        call.cancel("enough", null);
        Status status = Await.result(closed);
        assertEquals(Status.Code.CANCELLED, status.getCode());
        assertEquals("enough", status.getDescription());
        Await.end(caller);
        Await.latch(cancelled);
    }

    private static final class OnClose extends ClientCall.Listener<byte[]> {
        private final CompletableFuture<Status> closed;

        OnClose(CompletableFuture<Status> closed) {
            this.closed = closed;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            assertTrue(closed.complete(status), "closed once");
        }
    }

    @Test
    void aMessageAboveTheLimitIsRefusedOnEitherSide() {
        server.on(Bytes.UNARY, request -> new byte[1001]);
        CallOptions inbound = CallOptions.DEFAULT.withMaxInboundMessageSize(1000);
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, codeOf(() -> Bytes.unary(channel, inbound, new byte[0])));
        CallOptions outbound = CallOptions.DEFAULT.withMaxOutboundMessageSize(1000);
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, codeOf(() -> Bytes.unary(channel, outbound, new byte[1001])));
        assertEquals(1001, Bytes.unary(channel, outbound, new byte[1000]).length);
    }

    @Test
    void aServerThatEndsLetsTheCallInProgressFinish() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        server.onCall(Bytes.UNARY, (request, reply) -> {
            arrived.countDown();
            Await.latch(ending);
            reply.onNext(new byte[] {7});
            reply.onCompleted();
        });
        CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> Bytes.unary(channel, new byte[0]));
        Await.latch(arrived);
        server.goAway();
        ending.countDown();
        assertArrayEquals(new byte[] {7}, Await.result(answer), "in spite of GOAWAY");
    }

    @Test
    void aSocketThatIsNotThereIsUnavailable() {
        assertEquals(ConnectFailure.Reason.NO_SUCH_FILE, reasonOf(directory.resolve("none.sock")));
    }

    @Test
    void aSocketWithoutServerIsUnavailable() throws IOException {
        Path file = Files.createFile(directory.resolve("plain"));
        assertEquals(ConnectFailure.Reason.REFUSED, reasonOf(file));
    }

    private static ConnectFailure.Reason reasonOf(Path socket) {
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class, () -> Bytes.unary(new UnixChannel(socket, "test/1"), new byte[0]));
        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode());
        return assertInstanceOf(ConnectFailure.class, failure.getStatus().getCause())
                .reason();
    }

    private static Status.Code codeOf(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
    }
}
