package dev.supervisord.ctl.http2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.FakeDaemon;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bidirectional calls over the lean channel, with grpc-java's server at the other end. */
@Timeout(300)
class DuplexTest {
    private static final int PIECE = 60_000;
    private static final int PIECES = 200;

    @TempDir
    private Path directory;

    private FakeDaemon server;
    private UnixChannel channel;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeDaemon(directory.resolve("s.sock"));
        channel = new UnixChannel(directory.resolve("s.sock"), "test/1");
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** One call as its client sees it. */
    private static final class Client implements ClientResponseObserver<byte[], byte[]> {
        private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> closed = new CompletableFuture<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private final boolean reads;
        private @Nullable ClientCallStreamObserver<byte[]> call;

        Client(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
            call = stream;
            stream.setOnReadyHandler(ready::countDown);
            if (!reads) {
                stream.disableAutoRequestWithInitial(0);
            }
        }

        @Override
        public void onNext(byte[] answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable failure) {
            closed.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            closed.complete(Status.OK);
        }

        byte[] next() throws InterruptedException {
            byte[] answer = answers.poll(60, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer; closed: " + closed.getNow(null));
            }
            return answer;
        }

        ClientCallStreamObserver<byte[]> call() {
            ClientCallStreamObserver<byte[]> open = call;
            if (open == null) {
                throw new AssertionError("not begun");
            }
            return open;
        }
    }

    private Client call(boolean reads, CallOptions options) {
        Client client = new Client(reads);
        var unused = ClientCalls.asyncBidiStreamingCall(channel.newCall(Bytes.DUPLEX, options), client);
        return client;
    }

    private Client call() {
        return call(true, CallOptions.DEFAULT);
    }

    /** What a server does with requests; the rest is nothing. */
    private interface Taking extends StreamObserver<byte[]> {
        @Override
        default void onError(Throwable gone) {}

        @Override
        default void onCompleted() {}
    }

    private void echo() {
        server.onDuplex(Bytes.DUPLEX, reply -> new Taking() {
            @Override
            public void onNext(byte[] request) {
                reply.onNext(request);
            }

            @Override
            public void onCompleted() {
                reply.onNext(new byte[] {0});
                reply.onCompleted();
            }
        });
    }

    @Test
    void eachSideAnswersTheOtherAndTheEndOfOneIsNotThatOfTheOther() throws InterruptedException {
        echo();
        Client client = call();
        for (byte i = 1; i < 5; i++) {
            client.call().onNext(new byte[] {i});
            assertArrayEquals(new byte[] {i}, client.next());
        }
        client.call().onCompleted();
        assertArrayEquals(new byte[] {0}, client.next());
        assertEquals(Status.OK, Await.result(client.closed));
    }

    @Test
    void aServerMaySpeakFirst() throws InterruptedException {
        server.onDuplex(Bytes.DUPLEX, reply -> {
            reply.onNext(new byte[] {7});
            return new Taking() {
                @Override
                public void onNext(byte[] request) {
                    reply.onCompleted();
                }
            };
        });
        Client client = call();
        assertArrayEquals(new byte[] {7}, client.next());
        client.call().onNext(new byte[0]);
        assertEquals(Status.OK, Await.result(client.closed));
    }

    @Test
    void muchGoesBothWaysAtOnce() throws InterruptedException {
        echo();
        Client client = call();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < PIECES; i++) {
                client.call().onNext(Bytes.random(PIECE + i));
            }
            client.call().onCompleted();
        });
        for (int i = 0; i < PIECES; i++) {
            assertArrayEquals(Bytes.random(PIECE + i), client.next(), "piece " + i);
        }
        Await.result(sender);
        client.next();
        assertEquals(Status.OK, Await.result(client.closed));
    }

    @Test
    void aServerThatDoesNotReadHoldsUpWhoSendsUntilItDoes() throws InterruptedException {
        CompletableFuture<ServerCallStreamObserver<byte[]>> begun = new CompletableFuture<>();
        AtomicLong got = new AtomicLong();
        server.onDuplex(Bytes.DUPLEX, reply -> {
            reply.disableAutoRequest();
            reply.onNext(new byte[] {1});
            begun.complete(reply);
            return new Taking() {
                @Override
                public void onNext(byte[] request) {
                    got.addAndGet(request.length);
                }

                @Override
                public void onCompleted() {
                    reply.onCompleted();
                }
            };
        });
        Client client = call();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < PIECES; i++) {
                client.call().onNext(new byte[PIECE]);
            }
            client.call().onCompleted();
        });
        ServerCallStreamObserver<byte[]> reply = Await.result(begun);
        assertArrayEquals(new byte[] {1}, client.next(), "answers come while it waits");
        while (client.call().isReady()) {
            Thread.onSpinWait();
        }
        assertFalse(sender.isDone());
        assertEquals(0, got.get());
        reply.request(PIECES + 1);
        Await.result(sender);
        assertEquals(Status.OK, Await.result(client.closed));
        assertEquals((long) PIECES * PIECE, got.get());
    }

    @Test
    void aClientThatDoesNotReadHoldsUpTheServerAndCanStillSend() throws InterruptedException {
        AtomicLong given = new AtomicLong();
        CountDownLatch heard = new CountDownLatch(PIECES);
        server.onDuplex(Bytes.DUPLEX, reply -> {
            reply.setOnReadyHandler(() -> {
                while (reply.isReady() && given.get() < 100) {
                    reply.onNext(new byte[PIECE]);
                    given.incrementAndGet();
                }
            });
            return new Taking() {
                @Override
                public void onNext(byte[] request) {
                    heard.countDown();
                }
            };
        });
        Client client = call(false, CallOptions.DEFAULT);
        for (int i = 0; i < PIECES; i++) {
            client.call().onNext(new byte[PIECE]);
        }
        Await.latch(heard);
        assertTrue(given.get() < 60, given + " pieces were taken for a client that reads nothing");
        client.call().request(100);
        for (int i = 0; i < 100; i++) {
            assertEquals(PIECE, client.next().length);
        }
        client.call().cancel("enough", null);
        assertEquals(Status.Code.CANCELLED, Await.result(client.closed).getCode());
    }

    @Test
    void aRefusalReachesAClientThatWaitsToSend() {
        server.onDuplex(Bytes.DUPLEX, reply -> {
            reply.disableAutoRequest();
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                    .execute(() -> reply.onError(Status.PERMISSION_DENIED.asRuntimeException()));
            return new Taking() {
                @Override
                public void onNext(byte[] request) {}
            };
        });
        Client client = call();
        for (int i = 0; i < PIECES; i++) {
            client.call().onNext(new byte[PIECE]);
        }
        assertEquals(Status.Code.PERMISSION_DENIED, Await.result(client.closed).getCode());
    }

    @Test
    void aCallThatIsGivenUpEndsAtTheServerAndLetsItsSenderGo() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        server.onDuplex(Bytes.DUPLEX, reply -> {
            reply.disableAutoRequest();
            reply.setOnCancelHandler(gone::countDown);
            begun.countDown();
            return new Taking() {
                @Override
                public void onNext(byte[] request) {}
            };
        });
        Client client = call();
        Await.latch(client.ready);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < PIECES; i++) {
                client.call().onNext(new byte[PIECE]);
            }
        });
        while (client.call().isReady()) {
            Thread.onSpinWait();
        }
        Await.latch(begun); // a call that is given up before is never begun
        client.call().cancel("enough", null);
        Await.latch(gone);
        assertEquals(Status.Code.CANCELLED, Await.result(client.closed).getCode());
        Await.result(sender.handle((nothing, failure) -> true));
    }

    @Test
    void theDeadlineEndsACallWhoseServerSaysNothing() {
        server.onDuplex(Bytes.DUPLEX, reply -> new Taking() {
            @Override
            public void onNext(byte[] request) {}
        });
        Client client = call(true, CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS));
        assertEquals(Status.Code.DEADLINE_EXCEEDED, Await.result(client.closed).getCode());
    }

    @Test
    void aServerThatIsGoneIsUnavailable() throws IOException {
        echo();
        Client client = call();
        Await.latch(client.ready);
        client.call().onNext(new byte[1]);
        server.close();
        Status.Code code = Await.result(client.closed).getCode();
        assertTrue(code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED, code.toString());
        server = new FakeDaemon(directory.resolve("other.sock"));
    }
}
