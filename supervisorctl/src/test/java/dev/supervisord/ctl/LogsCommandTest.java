package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
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
                Result.of(0, "2001-09-09T01:46:40Z web:a | größe", "b (stderr) | two")
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
