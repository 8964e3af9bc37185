package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.supervisord.engine.Changes;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.ViewBuilder;
import dev.supervisord.model.Phase;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import dev.supervisord.v1.AttachOpening;
import dev.supervisord.v1.AttachPosition;
import dev.supervisord.v1.AttachRequest;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.AttachServiceGrpc;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.TerminalSize;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both directions of one process over the wire, with an input of 8 bytes and logs that the test tells. */
@Timeout(300)
class AttachTest {

    private static final long PATIENCE_SECONDS = 60;
    private static final Place PLACE = new Place(new Cursor(1, 2, 3), 0, 0);
    private static final AttachOpening CAT = AttachOpening.newBuilder()
            .setName("cat")
            .setInput(true)
            .setBytes(100)
            .build();

    @TempDir
    private Path directory;

    private Rig rig;
    private Client client;

    /** Keeps what it is told until the test looks at it. */
    private static final class Client implements ClientResponseObserver<AttachRequest, AttachResponse> {
        private final BlockingQueue<AttachResponse> answers = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final boolean reads;
        private volatile @Nullable Throwable failure;
        private @Nullable ClientCallStreamObserver<AttachRequest> call;

        Client(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<AttachRequest> stream) {
            call = stream;
            if (!reads) {
                stream.disableAutoRequestWithInitial(0);
            }
        }

        @Override
        public void onNext(AttachResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable why) {
            failure = why;
            closed.countDown();
        }

        @Override
        public void onCompleted() {
            closed.countDown();
        }

        ClientCallStreamObserver<AttachRequest> call() {
            ClientCallStreamObserver<AttachRequest> open = call;
            if (open == null) {
                throw new AssertionError("not begun");
            }
            return open;
        }

        void open(AttachOpening opening) {
            call().onNext(AttachRequest.newBuilder().setOpening(opening).build());
        }

        void type(String text) {
            call().onNext(AttachRequest.newBuilder()
                    .setInput(ByteString.copyFromUtf8(text))
                    .build());
        }

        AttachResponse next() throws InterruptedException {
            AttachResponse answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("nothing was told", failure);
            }
            return answer;
        }

        void isOver() throws InterruptedException {
            assertTrue(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the call goes on");
        }

        String refusal() {
            return Refusal.of(() -> {
                        try {
                            isOver();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        if (failure instanceof RuntimeException status) {
                            throw status;
                        }
                    })
                    .reason();
        }
    }

    @BeforeEach
    void begin() throws IOException {
        rig = Rig.in(directory);
        rig.control.shows(running(3));
        client = attach(true);
    }

    @AfterEach
    void nothingIsLeftOpen() throws InterruptedException {
        Eventually.until(() -> rig.inputs.stillOpen() == 0, () -> "an input is open");
        rig.close();
    }

    private Client attach(boolean reads) {
        Client fresh = new Client(reads);
        var unused = AttachServiceGrpc.newStub(rig.connect()).attach(fresh);
        return fresh;
    }

    private static Snapshot running(long generation) {
        return snapshot(3, OptionalInt.of(4711), generation);
    }

    private static Snapshot snapshot(long revision, OptionalInt pid, long generation) {
        ViewBuilder view = ViewBuilder.of(Rig.PLAN.processes().get(0)).generation(generation);
        return new Snapshot(
                revision,
                DaemonPhase.RUNNING,
                Rig.PLAN,
                List.of((pid.isPresent() ? view.running(pid.getAsInt()) : view.phase(Phase.EXITED)).build()));
    }

    private void nextRunBegins() {
        Snapshot next = snapshot(4, OptionalInt.of(4712), 4);
        rig.control.publishes(next, new Changes(4, next.processes(), List.of(), false));
    }

    private Tail reader(int number) {
        Eventually.until(() -> rig.outputs.readers().size() > number, () -> "readers " + rig.outputs.readers());
        return rig.outputs.readers().get(number);
    }

    private static void give(Tail reader, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.bytes(bytes, bytes.length, PLACE);
    }

    @Test
    void bothDirectionsWorkAtOnce() throws InterruptedException {
        rig.inputs.readOn();
        client.open(CAT);
        assertEquals(
                List.of(Channel.CHANNEL_STDOUT, Channel.CHANNEL_STDERR),
                client.next().getOpened().getChannelsList());
        client.type("more than eight bytes, ");
        give(reader(0), "one\n");
        client.type("and then some");
        give(reader(1), "two\n");
        assertEquals("one\n", client.next().getOutput().getData().toStringUtf8());
        AttachResponse second = client.next();
        assertEquals("two\n", second.getOutput().getData().toStringUtf8());
        assertEquals(Channel.CHANNEL_STDERR, second.getOutput().getChannel());
        assertEquals("1-1-2-3", second.getOutput().getCursor());
        client.call().onCompleted();
        assertEquals(36, client.next().getInputRead().getBytes());
        assertEquals("more than eight bytes, and then some", rig.inputs.seen());
        give(reader(0), "three\n");
        assertEquals("three\n", client.next().getOutput().getData().toStringUtf8(), "the end of input is no end");
        client.call().cancel("enough", null);
        Eventually.until(() -> rig.outputs.isClosed(reader(0)), () -> "a reader is open");
    }

    private static AttachRequest size(int rows, int columns) {
        return AttachRequest.newBuilder()
                .setSize(TerminalSize.newBuilder().setRows(rows).setColumns(columns))
                .build();
    }

    @Test
    void theSizeOfTheTerminalIsPassedOnBesideWhatIsTyped() throws InterruptedException {
        rig.inputs.readOn();
        client.open(CAT);
        client.call().onNext(size(50, 132));
        client.type("one");
        client.call().onNext(size(24, 80));
        client.type("two");
        client.next();
        client.call().onCompleted();
        assertEquals(6, client.next().getInputRead().getBytes());
        assertEquals(List.of("50x132", "24x80"), rig.inputs.sizes());
        Client onlooker = attach(true);
        onlooker.open(CAT.toBuilder().setInput(false).build());
        onlooker.call().onNext(size(0, 80));
        assertEquals("BAD_SIZE", onlooker.refusal());
        client.call().cancel("enough", null);
    }

    @Test
    void theEndOfTheRunIsToldAfterAllThatItWrote() throws InterruptedException {
        client.open(CAT);
        client.next();
        give(reader(0), "one\n");
        client.next();
        nextRunBegins();
        Tail last = reader(2);
        Tail lastOfErrors = reader(3);
        assertEquals(
                List.of(
                        "tail cat stdout After[cursor=Cursor[inode=1, born=2, offset=3]]",
                        "tail cat stderr Bytes[back=100]"),
                List.of(rig.outputs.asked().get(4), rig.outputs.asked().get(5)));
        give(reader(0), "of a reader that was replaced");
        give(last, "two\n");
        last.ended();
        assertEquals("two\n", client.next().getOutput().getData().toStringUtf8());
        lastOfErrors.ended();
        assertEquals(3, client.next().getEnded().getGeneration());
        client.isOver();
        assertNull(client.failure);
    }

    @Test
    void aProcessThatDoesNotReadHoldsUpItsClientOnly() throws InterruptedException {
        client.open(CAT);
        client.next();
        client.type("0123456789");
        client.type("and more");
        Eventually.until(() -> rig.inputs.waiting() == 8, () -> "nothing was written");
        give(reader(0), "output goes on\n");
        assertEquals("output goes on\n", client.next().getOutput().getData().toStringUtf8());
        rig.inputs.readOn();
        client.call().onCompleted();
        assertEquals(18, client.next().getInputRead().getBytes());
        client.call().cancel("enough", null);
    }

    @Test
    void aClientThatDoesNotReadStopsItsReadersAfterABoundedNumberOfBytes() {
        Client deaf = attach(false);
        deaf.open(CAT.toBuilder().setInput(false).build());
        Tail reader = reader(0);
        byte[] block = new byte[16 << 10];
        long given = 0;
        long quietUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        for (boolean stopped = false; !stopped; ) {
            if (reader.isReady()) {
                reader.bytes(block, block.length, PLACE);
                given += block.length;
                quietUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            }
            assertTrue(given < 1 << 20, given + " bytes were taken for a client that reads nothing");
            // A transport that was slow may take more after any time.
            stopped = System.nanoTime() > quietUntil
                    && !reader.isReady()
                    && !reader(1).isReady();
        }
        deaf.call().request(1000);
        Eventually.until(reader::isReady, () -> "it is not asked for more");
        client.call().cancel("not needed", null);
    }

    @Test
    void theEndOfTheDaemonLeavesPlacesToGoOnFrom() throws InterruptedException {
        client.open(CAT.toBuilder()
                .addAfter(AttachPosition.newBuilder()
                        .setChannel(Channel.CHANNEL_STDERR)
                        .setCursor("1-1-2-3"))
                .build());
        client.next();
        reader(1).cutOff();
        assertEquals("DAEMON_ENDS", client.refusal());
        assertEquals(
                "tail cat stderr After[cursor=Cursor[inode=1, born=2, offset=3]] follow",
                rig.outputs.asked().get(2));
    }

    @Test
    void whatIsNoPipeOfOursIsToldAndRefusedWhenSomethingIsTyped() throws InterruptedException {
        rig.inputs.refuse("it is something else");
        client.open(CAT);
        assertEquals("it is something else", client.next().getOpened().getInputRefused());
        give(reader(0), "one\n");
        client.next();
        client.type("x");
        assertEquals("NO_INPUT", client.refusal());
    }

    @Test
    void whatDoesNotOpenIsRefused() {
        client.type("x");
        assertEquals("MISSING_FIELD", client.refusal());
        assertEquals("NO_SUCH_PROCESS", opening(CAT.toBuilder().setName("ghost").build()));
        assertEquals(
                "BAD_CURSOR",
                opening(CAT.toBuilder()
                        .addAfter(AttachPosition.newBuilder()
                                .setChannel(Channel.CHANNEL_STDOUT)
                                .setCursor("x"))
                        .build()));
        rig.control.shows(snapshot(4, OptionalInt.empty(), 3));
        assertEquals("NOT_RUNNING", opening(CAT));
    }

    private String opening(AttachOpening opening) {
        Client refused = attach(true);
        refused.open(opening);
        return refused.refusal();
    }

    @Test
    void whatComesLaterMustBeInputThatWasAskedFor() throws InterruptedException {
        client.open(CAT);
        client.next();
        client.open(CAT);
        assertEquals("OPENED_TWICE", client.refusal());
        Client looking = attach(true);
        looking.open(CAT.toBuilder().setInput(false).build());
        looking.next();
        looking.type("x");
        assertEquals("INPUT_NOT_ASKED_FOR", looking.refusal());
    }
}
