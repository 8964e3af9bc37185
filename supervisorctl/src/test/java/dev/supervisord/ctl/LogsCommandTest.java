package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogPosition;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsCommandTest extends CommandTest {

    private static LogLine line(String name, Channel channel, long seconds, String text) {
        LogLine.Builder line =
                LogLine.newBuilder().setName(name).setChannel(channel).setText(ByteString.copyFromUtf8(text));
        return seconds == 0
                ? line.build()
                : line.setTime(Timestamp.newBuilder().setSeconds(seconds)).build();
    }

    private void answer() {
        ctl.daemon().<LogsRequest, LogsResponse>onCall(LogServiceGrpc.getLogsMethod(), (request, reply) -> {
            reply.onNext(LogsResponse.newBuilder()
                    .addNotices("lines have no times")
                    .addLines(line("web:a", Channel.CHANNEL_STDOUT, 1_000_000_000, "größe"))
                    .addLines(line("b", Channel.CHANNEL_STDERR, 0, "two"))
                    .build());
            reply.onCompleted();
        });
    }

    @Test
    void eachLineHasItsTimeAndItsProcess() throws IOException {
        answer();
        assertEquals(
                Result.of(0, "2001-09-09T01:46:40.000Z web:a | größe", "b (stderr) | two")
                        .withError("... lines have no times ..."),
                ctl.run("logs", "--grep", "a b|c", "-n", "5", "--since=2026-11-21T10:00:00Z", "web", "b", "stderr"));
        assertEquals(
                LogsRequest.newBuilder()
                        .addSelectors("web")
                        .addSelectors("b")
                        .addChannels(Channel.CHANNEL_STDERR)
                        .setGrep("a b|c")
                        .setLines(5)
                        .setSince(Timestamp.newBuilder()
                                .setSeconds(
                                        Instant.parse("2026-11-21T10:00:00Z").getEpochSecond()))
                        .build(),
                ctl.daemon().request());
    }

    @Test
    void eachLineCanBeAnObject() throws IOException {
        answer();
        assertTrue(ctl.run("logs", "--json", "web")
                .out()
                .contains("{\"name\":\"b\",\"channel\":\"STDERR\",\"time\":null,\"text\":\"two\"}\n"));
    }

    /** Answers with one line of these bytes. */
    private void answer(byte[] text) {
        ctl.daemon().<LogsRequest, LogsResponse>onCall(LogServiceGrpc.getLogsMethod(), (request, reply) -> {
            reply.onNext(LogsResponse.newBuilder()
                    .addLines(
                            line("b", Channel.CHANNEL_STDOUT, 0, "").toBuilder().setText(ByteString.copyFrom(text)))
                    .build());
            reply.onCompleted();
        });
    }

    @Test
    void anObjectHasTheExactBytesWhereTheyAreNotText() throws IOException {
        answer(new byte[] {'a', 0, (byte) 0xff, '"', 0x1b});
        assertEquals(
                Result.of(
                        0,
                        "{\"name\":\"b\",\"channel\":\"STDOUT\",\"time\":null,"
                                + "\"text\":\"a\\u0000\ufffd\\\"\\u001b\",\"base64\":\"YQD/Ihs=\"}"),
                ctl.run("logs", "--json", "b"));
    }

    @Test
    void anyBytesBecomeAnObjectFromWhichTheyCanBeMadeAgain() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            byte[] text = new byte[random.nextInt(200)];
            random.nextBytes(text);
            if (random.nextBoolean()) {
                text = "größe \"\\\t\r\u0000\u2028😀\u007f".repeat(i).getBytes(StandardCharsets.UTF_8);
            }
            answer(text);
            String object = ctl.run("logs", "--json", "b").out();
            int base64 = object.lastIndexOf(",\"base64\":\"");
            boolean exact = new String(text, StandardCharsets.UTF_8).contains("\ufffd");
            assertEquals(exact, base64 > 0, "seed " + seed);
            if (exact) {
                String encoded = object.substring(base64 + 11, object.length() - 3);
                assertArrayEquals(text, Base64.getDecoder().decode(encoded), "seed " + seed);
            }
            for (int at = 0; at < object.length() - 1; at++) {
                assertTrue(object.charAt(at) >= ' ', "a control character within an object, seed " + seed);
            }
        }
    }

    @Test
    void aColourDoesNotReachTheNextLine() throws IOException {
        answer("\u001b[31mred".getBytes(StandardCharsets.UTF_8));
        assertEquals(Result.of(0, "b | \u001b[31mred"), ctl.run("logs", "b"));
        assertEquals(
                Result.of(0, "\u001b[36mb | \u001b[0m\u001b[31mred\u001b[0m"),
                ctl.coloured().run("logs", "b"));
    }

    @Test
    void aFollowerGoesOnWithTheNextDaemonWhereEachStreamEnded() throws IOException {
        List<LogsRequest> asked = new CopyOnWriteArrayList<>();
        LogPosition out = position(Channel.CHANNEL_STDOUT, "1-1-0-5");
        LogPosition err = position(Channel.CHANNEL_STDERR, "1-2-0-7");
        LogPosition later = position(Channel.CHANNEL_STDOUT, "1-1-0-9");
        ctl.daemon().<LogsRequest, LogsResponse>onCall(LogServiceGrpc.getLogsMethod(), (request, reply) -> {
            asked.add(request);
            if (asked.size() == 1) {
                reply.onNext(LogsResponse.newBuilder()
                        .addLines(line("b", Channel.CHANNEL_STDOUT, 0, "one"))
                        .addPositions(out)
                        .addPositions(err)
                        .build());
                reply.onNext(LogsResponse.newBuilder().addPositions(later).build());
            }
            if (asked.size() < 3) {
                reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
            } else {
                reply.onNext(LogsResponse.newBuilder()
                        .addLines(line("b", Channel.CHANNEL_STDOUT, 0, "two"))
                        .build());
                reply.onCompleted();
            }
        });
        Result result = ctl.run("logs", "-f", "-n", "5", "--grep", "o", "b");
        assertEquals("b | one\nb | two\n", result.out());
        assertEquals(
                "==> The daemon has gone; waiting 30 seconds for it to come back <==\n==> The daemon is back <==\n",
                result.err());
        LogsRequest again = LogsRequest.newBuilder()
                .addSelectors("b")
                .setGrep("o")
                .setFollow(true)
                .addAfter(later)
                .addAfter(err)
                .build();
        assertEquals(List.of(again, again), asked.subList(1, 3));
    }

    private static LogPosition position(Channel channel, String cursor) {
        return LogPosition.newBuilder()
                .setName("b")
                .setChannel(channel)
                .setCursor(cursor)
                .build();
    }

    @Test
    void whoDoesNotFollowDoesNotWaitForTheNextDaemon() throws IOException {
        ctl.daemon().<LogsRequest, LogsResponse>onCall(LogServiceGrpc.getLogsMethod(), (request, reply) -> {
            reply.onNext(LogsResponse.newBuilder()
                    .addPositions(position(Channel.CHANNEL_STDOUT, "1-1-0-5"))
                    .build());
            reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
        });
        assertEquals(Result.of(1, "ERROR: the daemon is shutting down"), ctl.run("logs", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "logs -x p, Error: bad argument -x",
        "logs -n many p, 'Error: -n takes a number of lines, not ''many'''",
    })
    void wrongArgumentsAreTold(String line, String message) throws IOException {
        assertEquals(Result.of(1, message), ctl.run(line.split(" ")));
        assertTrue(ctl.run("logs").out().startsWith("Error: too few arguments\nlogs [-f]"));
    }

    @ParameterizedTest
    @CsvSource({
        "10m, 2026-11-21T11:50:00Z",
        "1h30m, 2026-11-21T10:30:00Z",
        "2d, 2026-11-19T12:00:00Z",
        "90, 2026-11-21T11:58:30Z",
        "08:15, 2026-11-21T07:15:00Z",
        "2026-11-20, 2026-11-19T23:00:00Z",
        "2026-11-20T08:15, 2026-11-20T07:15:00Z",
        "2026-11-20T08:15:00Z, 2026-11-20T08:15:00Z",
        "2026-11-20T08:15:00+02:00, 2026-11-20T06:15:00Z",
    })
    void timesAreWrittenInManyWays(String text, String expected) {
        ZonedDateTime now = ZonedDateTime.parse("2026-11-21T13:00:00+01:00");
        assertEquals(Optional.of(Instant.parse(expected)), PointInTime.parse(text, now));
    }

    @ParameterizedTest
    @CsvSource({"m", "yesterday", "25:00", "2026-02-30", "''", "10x"})
    void whatIsNoTimeIsNone(String text) {
        assertEquals(Optional.empty(), PointInTime.parse(text, ZonedDateTime.parse("2026-11-21T13:00:00+01:00")));
    }
}
