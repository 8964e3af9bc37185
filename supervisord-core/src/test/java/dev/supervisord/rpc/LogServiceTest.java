package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.output.Cursor;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.ClearRequest;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.TailDaemonRequest;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.Context;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogServiceTest {
    /** More than is taken for a client that reads nothing. */
    private static final long TOO_MUCH = 1 << 20;

    private static final Place PLACE = new Place(new Cursor(1, 2, 3), 0, 0);

    private static final TailRequest FOLLOW_CAT = TailRequest.newBuilder()
            .setName("cat")
            .setBytes(100)
            .setFollow(true)
            .build();

    @TempDir
    Path directory;

    private Rig rig;
    private LogServiceBlockingStub client;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        client = LogServiceGrpc.newBlockingStub(rig.connect());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
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
    void bytesArriveAsTheyWereGivenUntilTheEnd() {
        Iterator<TailResponse> replies = client.tail(
                TailRequest.newBuilder().setName("cat").setBytes(100).build());
        Tail reader = reader(0);
        give(reader, "one\n");
        give(reader, "two");
        reader.ended();
        assertEquals("one\n", replies.next().getData().toStringUtf8());
        assertEquals("two", replies.next().getData().toStringUtf8());
        assertFalse(replies.hasNext());
        assertEquals(List.of("flush cat", "tail cat stdout Bytes[back=100]"), rig.outputs.asked());
    }

    @Test
    void standardErrorIsReadWhenAskedFor() {
        Iterator<TailResponse> replies = client.tail(
                FOLLOW_CAT.toBuilder().setChannel(Channel.CHANNEL_STDERR).build());
        reader(0).ended();
        assertFalse(replies.hasNext());
        assertEquals(
                "tail cat stderr Bytes[back=100] follow", rig.outputs.asked().get(1));
    }

    @Test
    void missedBytesAreToldWithTheBytesThatFollow() {
        Iterator<TailResponse> replies = client.tail(FOLLOW_CAT);
        Tail reader = reader(0);
        reader.missed(10);
        reader.missed(5);
        give(reader, "later");
        give(reader, "still later");
        TailResponse first = replies.next();
        assertEquals(15, first.getMissedBytes());
        assertEquals("later", first.getData().toStringUtf8());
        assertEquals(0, replies.next().getMissedBytes());
    }

    @Test
    void missedBytesAreToldEvenWhenNothingFollows() {
        Iterator<TailResponse> replies = client.tail(FOLLOW_CAT);
        Tail reader = reader(0);
        reader.missed(10);
        reader.ended();
        assertEquals(10, replies.next().getMissedBytes());
        assertFalse(replies.hasNext());
    }

    @Test
    void eachPieceHasThePlaceToGoOnFrom() {
        Iterator<TailResponse> replies = client.tail(FOLLOW_CAT);
        Tail reader = reader(0);
        reader.begun(new Place(new Cursor(9, 8, 7), 0, 0), true);
        give(reader, "one");
        reader.cutOff();
        TailResponse first = replies.next();
        assertEquals("1-9-8-7", first.getCursor());
        assertTrue(first.getCursorLost());
        assertEquals("1-1-2-3", replies.next().getCursor());
        assertEquals("DAEMON_ENDS", Refusal.of(replies::hasNext).reason());
        Iterator<TailResponse> again =
                client.tail(FOLLOW_CAT.toBuilder().setCursor("1-1-2-3").build());
        reader(1).ended();
        assertFalse(again.hasNext());
        assertEquals(
                "tail cat stdout After[cursor=Cursor[inode=1, born=2, offset=3]] follow",
                rig.outputs.asked().get(3));
    }

    @Test
    void aCursorOfNobodyIsRefused() {
        Refusal refusal = Refusal.of(() ->
                client.tail(FOLLOW_CAT.toBuilder().setCursor("1-x").build()).next());
        assertEquals("BAD_CURSOR", refusal.reason());
    }

    @Test
    void aReadingThatFailsEndsTheCallWithItsReason() {
        Iterator<TailResponse> replies = client.tail(FOLLOW_CAT);
        reader(0).failed("cannot read /var/log/cat.log: I/O error");
        assertEquals(
                new Refusal(Code.UNAVAILABLE, "LOG_UNREADABLE", "cannot read /var/log/cat.log: I/O error"),
                Refusal.of(replies::next));
    }

    @Test
    void onlyOneExistingProcessCanBeRead() {
        assertEquals(
                new Refusal(Code.NOT_FOUND, "NO_SUCH_PROCESS", "no such process: nope"),
                Refusal.of(() -> client.tail(
                                TailRequest.newBuilder().setName("nope").build())
                        .next()));
        assertEquals(
                new Refusal(
                        Code.INVALID_ARGUMENT, "SEVERAL_PROCESSES", "web:* means several processes; name one of them"),
                Refusal.of(() -> client.tail(
                                TailRequest.newBuilder().setName("web:*").build())
                        .next()));
    }

    @Test
    void aProcessWithoutALogIsRefusedInTheWordsOfTheOutputSide() {
        rig.outputs.refuses("cat has no log file");
        assertEquals(
                new Refusal(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "cat has no log file"),
                Refusal.of(() -> client.tail(FOLLOW_CAT).next()));
    }

    @Test
    void theDaemonsOwnLogIsReadByItsFile() {
        Iterator<TailResponse> replies =
                client.tailDaemon(TailDaemonRequest.newBuilder().setBytes(7).build());
        reader(0).ended();
        assertFalse(replies.hasNext());
        assertEquals(List.of("tail /var/log/d.log Bytes[back=7]"), rig.outputs.asked());
    }

    @Test
    void aDaemonWithoutALogFileSaysSo(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Rig other = Rig.withoutDaemonLog(elsewhere);
        try {
            LogServiceBlockingStub logs = LogServiceGrpc.newBlockingStub(other.connect());
            assertEquals(
                    new Refusal(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "the daemon has no log file"),
                    Refusal.of(() -> logs.tailDaemon(TailDaemonRequest.getDefaultInstance())
                            .next()));
        } finally {
            other.close();
        }
    }

    @Test
    void aClientThatLeavesClosesItsReader() {
        Context.CancellableContext client = Context.current().withCancellation();
        client.run(() -> this.client.tail(FOLLOW_CAT));
        Tail reader = reader(0);
        assertFalse(rig.outputs.isClosed(reader));
        client.cancel(null);
        Eventually.until(() -> rig.outputs.isClosed(reader), () -> "still open");
        give(reader, "what was on its way disturbs nobody");
    }

    @Test
    void aClientThatDoesNotReadStopsItsReaderAfterABoundedNumberOfBytes() {
        Iterator<TailResponse> replies = client.tail(FOLLOW_CAT);
        Tail reader = reader(0);
        AtomicInteger resumed = new AtomicInteger();
        long given = fill(reader, resumed);
        assertTrue(given < TOO_MUCH, given + " bytes were taken for a client that reads nothing");
        long received = 0;
        while (received < given) {
            received += replies.next().getData().size();
        }
        Eventually.until(
                () -> rig.outputs.resumed() > resumed.get() && reader.isReady(), () -> "nobody asked for more");
    }

    /**
     * Gives bytes as long as they are taken, with time for the transport to take them.
     *
     * @param resumed set to how often the reader had asked for more when it took the last of them
     */
    private long fill(Tail reader, AtomicInteger resumed) {
        byte[] block = new byte[16 << 10];
        long given = 0;
        long quietUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        // It ends with a look that finds the reader not ready, however late: then whoever makes it ready again asks for
        // more.
        while (System.nanoTime() < quietUntil || (reader.isReady() && given < TOO_MUCH)) {
            if (reader.isReady()) {
                resumed.set(rig.outputs.resumed());
                reader.bytes(block, block.length, PLACE);
                given += block.length;
                quietUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            }
            Thread.onSpinWait();
        }
        return given;
    }

    @Test
    void clearingTellsForEachProcessWhatBecameOfIt() {
        List<OperationResult> results = client.clear(ClearRequest.newBuilder()
                        .addSelectors("nope")
                        .addSelectors("web:*")
                        .build())
                .getResultsList();
        assertEquals(
                List.of("nope", "web:web_00", "web:web_01"),
                results.stream().map(OperationResult::getName).toList());
        assertEquals(ResultCode.RESULT_CODE_NO_SUCH_PROCESS, results.get(0).getCode());
        assertEquals(ResultCode.RESULT_CODE_CLEARED, results.get(1).getCode());
        assertEquals(List.of("clear web:web_00", "clear web:web_01"), rig.outputs.asked());
    }

    @Test
    void aLogThatCannotBeClearedIsThatProcesssResult() {
        rig.outputs.refuses("cannot empty /var/log/cat.log: read-only file system");
        OperationResult result = client.clear(
                        ClearRequest.newBuilder().addSelectors("cat").build())
                .getResults(0);
        assertEquals(ResultCode.RESULT_CODE_LOG_FAILED, result.getCode());
        assertEquals("cannot empty /var/log/cat.log: read-only file system", result.getDetail());
    }

    @Test
    void clearingNothingIsRefused() {
        assertEquals(
                "MISSING_FIELD",
                Refusal.of(() -> client.clear(ClearRequest.getDefaultInstance()))
                        .reason());
    }
}
