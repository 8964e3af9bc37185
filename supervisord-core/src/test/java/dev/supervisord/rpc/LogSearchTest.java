package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogPosition;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import io.grpc.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a search gives of logs whose bytes a test gives it. */
@Timeout(300)
class LogSearchTest {
    private static final LogsRequest WEB = LogsRequest.newBuilder()
            .addSelectors("web:*")
            .addChannels(Channel.CHANNEL_STDOUT)
            .build();
    private static final LogsRequest CAT = LogsRequest.newBuilder()
            .addSelectors("cat")
            .addChannels(Channel.CHANNEL_STDOUT)
            .build();
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    private Rig rig;
    private LogServiceBlockingStub client;
    private int opened;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        client = LogServiceGrpc.newBlockingStub(rig.connect());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    /** The reader of the next log that the search opens. */
    private Log log() {
        int number = opened++;
        Eventually.until(() -> rig.outputs.readers().size() > number, () -> "readers " + rig.outputs.readers());
        return new Log(number + 1, rig.outputs.readers().get(number));
    }

    /** A log as the output side gives it. */
    private static final class Log {
        final int inode;
        final Tail reader;
        long offset;
        long fileBegan;

        Log(int inode, Tail reader) {
            this.inode = inode;
            this.reader = reader;
            reader.begun(place(), false);
        }

        Place place() {
            return new Place(new Cursor(inode, 0, offset), fileBegan, 0);
        }

        Log write(String text) {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Log write(byte[] bytes) {
            for (int at = 0; at < bytes.length; ) {
                Eventually.until(reader::isReady, () -> "nothing is taken");
                int length = Math.min(bytes.length - at, reader.bytesMax());
                byte[] piece = new byte[length];
                System.arraycopy(bytes, at, piece, 0, length);
                at += length;
                offset += length;
                reader.bytes(piece, length, place());
            }
            return this;
        }

        void end() {
            reader.ended();
        }
    }

    private static String at(int seconds, String text) {
        return NOON.plusSeconds(seconds).toString().replace("Z", ".000Z ") + text + "\n";
    }

    private static LogsResponse all(Iterator<LogsResponse> responses) {
        LogsResponse.Builder all = LogsResponse.newBuilder();
        responses.forEachRemaining(all::mergeFrom);
        return all.build();
    }

    private static String text(LogLine line) {
        return line.getName().replace("web:web_0", "") + " " + line.getText().toString(StandardCharsets.ISO_8859_1);
    }

    private static List<String> texts(LogsResponse response) {
        return response.getLinesList().stream().map(LogSearchTest::text).toList();
    }

    private static Timestamp time(int seconds) {
        return Timestamp.newBuilder()
                .setSeconds(NOON.getEpochSecond() + seconds)
                .build();
    }

    @Test
    void linesOfSeveralLogsComeInTheOrderOfTheirTimes() {
        Iterator<LogsResponse> responses = client.logs(WEB);
        log().write(at(1, "a") + at(4, "b") + at(4, "c") + at(9, "d")).end();
        log().write(at(0, "e") + at(4, "f") + at(5, "g")).end();
        assertEquals(List.of("1 e", "0 a", "0 b", "0 c", "1 f", "1 g", "0 d"), texts(all(responses)));
    }

    @Test
    void aLineWithoutATimeFollowsTheOneBeforeIt() {
        Iterator<LogsResponse> responses = client.logs(WEB);
        log().write(at(1, "Exception") + "  at one\n  at two\n" + at(7, "x")).end();
        log().write(at(2, "e") + at(6, "f")).end();
        assertEquals(List.of("0 Exception", "0   at one", "0   at two", "1 e", "1 f", "0 x"), texts(all(responses)));
    }

    @Test
    void whereTheClockWentBackTheLinesOfALogStayInOrder() {
        Iterator<LogsResponse> responses = client.logs(WEB);
        log().write(at(5, "a") + at(1, "b") + at(6, "c")).end();
        log().write(at(4, "d") + at(5, "e")).end();
        assertEquals(List.of("1 d", "0 a", "0 b", "1 e", "0 c"), texts(all(responses)));
    }

    @Test
    void rawLogsGoByWhenTheirFilesBegan() {
        Iterator<LogsResponse> responses = client.logs(WEB);
        Log first = log().write("old\n");
        first.fileBegan = NOON.plusSeconds(3).toEpochMilli();
        first.write("young\n").end();
        log().write(at(2, "e") + at(4, "f")).end();
        assertEquals(List.of("0 old", "1 e", "0 young", "1 f"), texts(all(responses)));
    }

    @Test
    void theEndsOfATimeBelongToIt() {
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().setSince(time(2)).setUntil(time(4)).build());
        log().write(at(1, "1") + at(2, "2") + at(3, "3") + at(4, "4") + at(5, "5"))
                .end();
        assertEquals(List.of("cat 2", "cat 3", "cat 4"), texts(all(responses)));
        assertTrue(rig.outputs.asked().get(1).contains("Since[time=2026-11-21T12:00:02Z]"));
    }

    @Test
    void rawLinesAreShownWithANoticeWhenTimesAreAskedFor() {
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().setSince(time(2)).build());
        log().write("one\ntwo\n").end();
        LogsResponse response = all(responses);
        assertEquals(List.of("cat one", "cat two"), texts(response));
        assertEquals(1, response.getNoticesCount());
        assertTrue(response.getNotices(0).startsWith("cat stdout: lines have no times"));
    }

    @Test
    void aLineOfAHundredMegabytesIsSearchedInParts() {
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().setGrep("needle").build());
        byte[] block = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        Log log = log();
        for (int i = 0; i < 100; i++) {
            log.write(block);
        }
        log.write("\nneedle\n").end();
        assertEquals(List.of("cat needle"), texts(all(responses)));
    }

    @Test
    void onlyLinesThatFitTheExpressionCome() {
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().setGrep("E[R]+OR|\\d{3}").build());
        log().write("an ERROR\nfine\n404\n40\n").end();
        assertEquals(List.of("cat an ERROR", "cat 404"), texts(all(responses)));
    }

    @Test
    void anExpressionWithoutEndIsRefusedAndTheSearchIsOver() {
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().setGrep("(x+x+)+y").build());
        Log log = log().write("x".repeat(5000) + "\n");
        assertEquals("PATTERN_TOO_COSTLY", Refusal.of(responses::hasNext).reason());
        Eventually.until(() -> rig.outputs.isClosed(log.reader), () -> "the log is still open");
    }

    @Test
    void theLastLinesAreThoseOfAllLogsTogether() {
        Iterator<LogsResponse> responses =
                client.logs(WEB.toBuilder().setLines(3).build());
        log().write(at(1, "a") + at(4, "b")).end();
        log().write(at(2, "c") + at(3, "d")).end();
        assertEquals(List.of("1 c", "1 d", "0 b"), texts(all(responses)));
    }

    @Test
    void aLastLineWithoutItsEndIsALine() {
        Iterator<LogsResponse> responses = client.logs(CAT);
        log().write("one\n\ntwo").end();
        assertEquals(List.of("cat one", "cat ", "cat two"), texts(all(responses)));
    }

    @Test
    void whatWasRemovedIsToldAndDoesNotGlueLinesTogether() {
        Iterator<LogsResponse> responses = client.logs(CAT);
        Log log = log().write("one\ntw");
        log.reader.missed(700);
        log.write("three\n");
        log.reader.missed(5);
        log.end();
        LogsResponse response = all(responses);
        assertEquals(List.of("cat one", "cat tw", "cat three"), texts(response));
        assertEquals(
                List.of(
                        "cat stdout: 700 bytes were removed before they could be read",
                        "cat stdout: 5 bytes were removed before they could be read"),
                response.getNoticesList());
    }

    @Test
    void aFollowerGoesOnWithTheNextSearchWhereTheLastOneEnded() {
        LogsRequest follow = CAT.toBuilder().setFollow(true).build();
        Iterator<LogsResponse> responses = client.logs(follow);
        log().write("one\ntw").end();
        List<LogPosition> first = responses.next().getPositionsList();
        assertEquals("1-1-0-4", first.get(0).getCursor(), "the line that was begun has to be read again");
        Log live = log();
        live.offset = "one\ntw".length();
        live.write("o\nthree\nfo");
        LogsResponse more = responses.next();
        assertEquals(List.of("cat two", "cat three"), texts(more));
        assertEquals("1-2-0-e", more.getPositions(0).getCursor());
        live.reader.cutOff();
        assertEquals("DAEMON_ENDS", Refusal.of(responses::hasNext).reason());

        client.logs(follow.toBuilder().addAllAfter(more.getPositionsList()).build());
        log().end();
        assertTrue(rig.outputs.asked().contains("tail cat stdout After[cursor=Cursor[inode=2, born=0, offset=14]]"));
    }

    @Test
    void aPlaceThatIsGoneIsTold() {
        LogPosition gone =
                LogPosition.newBuilder().setName("cat").setCursor("1-1-0-4").build();
        Iterator<LogsResponse> responses =
                client.logs(CAT.toBuilder().addAfter(gone).build());
        Log log = log();
        log.reader.begun(log.place(), true);
        log.write("later\n").end();
        assertEquals(
                List.of("cat stdout: the file that was read last is gone; whatever followed in it is missing here"),
                all(responses).getNoticesList());
        assertEquals(
                "BAD_CURSOR",
                Refusal.of(() -> client.logs(CAT.toBuilder()
                                        .addAfter(gone.toBuilder().setCursor("x"))
                                        .build())
                                .next())
                        .reason());
    }

    @Test
    void aBusyLogDoesNotKeepTheOthersFromBeingFollowed() {
        Iterator<LogsResponse> responses =
                client.logs(WEB.toBuilder().setFollow(true).build());
        log().end();
        log().end();
        Log busy = log();
        Log quiet = log();
        responses.next();
        busy.write("busy\n".repeat(10));
        quiet.write("quiet\n");
        List<String> seen = new ArrayList<>();
        while (!seen.contains("1 quiet")) {
            busy.write("busy\n");
            seen.addAll(texts(responses.next()));
        }
        busy.end();
        quiet.end();
        assertFalse(texts(all(responses)).contains("1 quiet"));
    }

    @Test
    void aClientThatLeavesEndsItsSearch() {
        Context.CancellableContext context = Context.current().withCancellation();
        context.run(() -> client.logs(CAT.toBuilder().setFollow(true).build()));
        Log past = log();
        context.cancel(null);
        Eventually.until(() -> rig.outputs.isClosed(past.reader), () -> "still open");
    }

    @Test
    void aClientThatDoesNotReadHoldsUpItsSearchAfterABoundedNumberOfBytes() {
        Iterator<LogsResponse> responses = client.logs(CAT);
        Tail reader = log().reader;
        byte[] block = ("x".repeat(999) + "\n").repeat(16).getBytes(StandardCharsets.US_ASCII);
        long given = 0;
        long quietUntil = System.nanoTime() + 1_000_000_000;
        while (System.nanoTime() < quietUntil) {
            if (reader.isReady()) {
                reader.bytes(block, block.length, new Place(new Cursor(1, 0, given), 0, 0));
                given += block.length;
                quietUntil = System.nanoTime() + 1_000_000_000;
            }
            Thread.onSpinWait();
        }
        assertTrue(given < 1 << 20, given + " bytes were taken for a client that reads nothing");
        reader.ended();
        assertEquals(given / 1000, all(responses).getLinesCount());
    }

    /** Any bytes in any pieces: the same lines as a plain sort of them, and positions that end where the logs do. */
    @Test
    void anyBytesGiveTheLinesThatASortOfThemGives() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Iterator<LogsResponse> responses = client.logs(WEB);
            List<TimedText> expected = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                byte[] bytes = randomLog(random, number, expected);
                Log log = log();
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(3000));
                    log.write(Arrays.copyOfRange(bytes, at, at + length));
                    at += length;
                }
                log.end();
            }
            expected.sort(Comparator.comparingLong(TimedText::millis));
            assertEquals(expected.stream().map(TimedText::text).toList(), texts(all(responses)), "seed " + seed);
        }
    }

    private record TimedText(long millis, String text) {}

    private static byte[] randomLog(Random random, int number, List<TimedText> expected) {
        StringBuilder log = new StringBuilder();
        long last = 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            byte[] noise = new byte[random.nextInt(random.nextInt(20) == 0 ? 1_500 : 60)];
            random.nextBytes(noise);
            String text = new String(noise, StandardCharsets.ISO_8859_1).replace('\n', '\0');
            boolean timed = random.nextInt(3) > 0;
            if (timed) {
                int second = random.nextInt(50);
                last = Math.max(last, NOON.plusSeconds(second).toEpochMilli());
                log.append(at(second, text));
            } else {
                log.append(text).append('\n');
            }
            expected.add(new TimedText(last, number + " " + text));
        }
        return log.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
