package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailCommandTest extends CommandTest {
    private static final String FOLLOWING = "==> Press Ctrl-C to exit <==";

    private void answer(String... pieces) {
        ctl.daemon().<TailRequest, TailResponse>onCall(LogServiceGrpc.getTailMethod(), (request, reply) -> {
            for (String piece : pieces) {
                reply.onNext(TailResponse.newBuilder()
                        .setData(ByteString.copyFromUtf8(piece))
                        .build());
            }
            reply.onCompleted();
        });
    }

    private static TailRequest request(String name, Channel channel, long bytes, boolean follow) {
        return TailRequest.newBuilder()
                .setName(name)
                .setChannel(channel)
                .setBytes(bytes)
                .setFollow(follow)
                .build();
    }

    @Test
    void theEndOfTheLogAndALineBreakArePrinted() throws IOException {
        answer("first\n", "größe", " second\n");
        assertEquals(Result.of(0, "first", "größe second", ""), ctl.run("tail", "p"));
        assertEquals(
                request("p", Channel.CHANNEL_STDOUT, 1600, false), ctl.daemon().request());
    }

    @Test
    void anEmptyLogIsALineBreak() throws IOException {
        answer();
        assertEquals(Result.of(0, ""), ctl.run("tail", "p", "stdout"));
    }

    @Test
    void bytesAndChannelCanBeChosen() throws IOException {
        answer("rt");
        assertEquals(Result.of(0, "rt"), ctl.run("tail", "-2", "p", "stderr"));
        assertEquals(
                request("p", Channel.CHANNEL_STDERR, 2, false), ctl.daemon().request());
    }

    @Test
    void followingPrintsTheBytesAsTheyAre() throws IOException {
        answer("no ", "end");
        assertEquals(new Result(0, FOLLOWING + "\nno end", ""), ctl.run("tail", "-f", "p"));
        assertEquals(
                request("p", Channel.CHANNEL_STDOUT, 1024, true), ctl.daemon().request());
    }

    @Test
    void bytesThatWereLostAreToldOnStandardError() throws IOException {
        ctl.daemon().<TailRequest, TailResponse>onCall(LogServiceGrpc.getTailMethod(), (request, reply) -> {
            reply.onNext(TailResponse.newBuilder()
                    .setMissedBytes(512)
                    .setData(ByteString.copyFromUtf8("x"))
                    .build());
            reply.onCompleted();
        });
        assertEquals(
                Result.of(0, "x").withError("... 512 bytes were rotated away before they could be read ..."),
                ctl.run("tail", "p"));
    }

    @Test
    void aLogThatIsNotThereIsAnError() throws IOException {
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailMethod(),
                        Refusals.of(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "n has no log file for stdout"));
        assertEquals(Result.of(1, "n: ERROR (no log file)"), ctl.run("tail", "n"));
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailMethod(),
                        Refusals.of(Code.NOT_FOUND, "NO_SUCH_PROCESS", "no such process: ghost"));
        assertEquals(Result.of(1, "ghost: ERROR (no such process name)"), ctl.run("tail", "ghost"));
        assertEquals(Result.of(1, FOLLOWING, "ghost: ERROR (no such process name)"), ctl.run("tail", "-f", "ghost"));
    }

    /** Each process has written its own name twice and begun a line. */
    private void answerForEach(String... processes) {
        GetStatusResponse.Builder there = GetStatusResponse.newBuilder();
        for (String process : processes) {
            if (process.startsWith("no ")) {
                there.addUnknown(result(process.substring(3), ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""));
            } else {
                there.addProcesses(ProcessStatus.newBuilder().setGroup("web").setProcess(process));
            }
        }
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> there.build());
        ctl.daemon().<TailRequest, TailResponse>onCall(LogServiceGrpc.getTailMethod(), (request, reply) -> {
            String name = request.getName();
            if (name.equals("web")) {
                reply.onError(Refusals.of(Code.INVALID_ARGUMENT, "SEVERAL_PROCESSES", "web means several processes"));
                return;
            }
            if (name.endsWith("none")) {
                reply.onError(Refusals.of(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "it has no log file"));
                return;
            }
            for (String piece : List.of(name + "\n" + name, "\nbe", "gun")) {
                reply.onNext(TailResponse.newBuilder()
                        .setData(ByteString.copyFromUtf8(piece))
                        .build());
            }
            reply.onCompleted();
        });
    }

    @Test
    void theLinesOfSeveralLogsHaveTheirProcessBeforeThem() throws IOException {
        answerForEach("a", "bcd");
        assertEquals(
                Result.of(
                        0,
                        "web:a   | web:a",
                        "web:a   | web:a",
                        "web:a   | begun",
                        "web:bcd | web:bcd",
                        "web:bcd | web:bcd",
                        "web:bcd | begun"),
                ctl.run("tail", "web"));
        TailRequest last = (TailRequest) ctl.daemon().requests().get(3);
        assertEquals(10, last.getLines());
    }

    @Test
    void followedLogsAreMergedByWholeLines() throws IOException {
        answerForEach("a", "b", "none");
        Result result = ctl.run("tail", "-f", "-n", "3", "web:*", "x");
        assertEquals(1, result.code());
        List<String> lines = result.out().lines().toList();
        assertEquals(FOLLOWING, lines.get(0));
        assertEquals(
                List.of(
                        "web:a    | begun",
                        "web:a    | web:a",
                        "web:a    | web:a",
                        "web:b    | begun",
                        "web:b    | web:b",
                        "web:b    | web:b",
                        "web:none: ERROR (no log file)"),
                lines.subList(1, lines.size()).stream().sorted().toList());
    }

    @Test
    void namesAreColouredOnATerminal() throws IOException {
        answerForEach("a", "b");
        assertTrue(
                ctl.coloured().run("tail", "web").out().startsWith("\u001b[36mweb:a | \u001b[0mweb:a\n"),
                "first colour");
    }

    @Test
    void aColourEndsWithItsLine() throws IOException {
        GetStatusResponse there = GetStatusResponse.newBuilder()
                .addProcesses(ProcessStatus.newBuilder().setGroup("a").setProcess("a"))
                .addProcesses(ProcessStatus.newBuilder().setGroup("b").setProcess("b"))
                .build();
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> there);
        answer("\u001b[1mbold\nplain\n");
        assertEquals(
                Result.of(0, "a | \u001b[1mbold", "a | plain", "b | \u001b[1mbold", "b | plain"),
                ctl.run("tail", "a", "b"));
        assertTrue(ctl.coloured()
                .run("tail", "a", "b")
                .out()
                .startsWith(
                        "\u001b[36ma | \u001b[0m\u001b[1mbold\u001b[0m\n\u001b[36ma | \u001b[0mplain\n\u001b[33mb | "));
    }

    @Test
    void whatIsNeitherChannelNorProcessIsTold() throws IOException {
        answerForEach("a", "no bogus");
        assertEquals(Result.of(1, "Error: bad channel 'bogus'"), ctl.run("tail p bogus"));
        assertEquals(
                Result.of(1, "bogus: ERROR (no such process name)", "web:a | web:a", "web:a | web:a", "web:a | begun"),
                ctl.run("tail p q bogus"));
    }

    @Test
    void linesCanBeChosen() throws IOException {
        answer("x\n");
        assertEquals(Result.of(0, "x", ""), ctl.run("tail", "-n5", "p"));
        assertEquals(
                TailRequest.newBuilder()
                        .setName("p")
                        .setChannel(Channel.CHANNEL_STDOUT)
                        .setLines(5)
                        .build(),
                ctl.daemon().request());
    }

    @Test
    void aFollowerGoesOnWithTheNextDaemonWhereTheLastOneEnded() throws IOException {
        Queue<TailRequest> asked = new ConcurrentLinkedQueue<>();
        ctl.daemon().<TailRequest, TailResponse>onCall(LogServiceGrpc.getTailMethod(), (request, reply) -> {
            asked.add(request);
            String data = List.of("one, ", "", "two").get(asked.size() - 1);
            reply.onNext(TailResponse.newBuilder()
                    .setData(ByteString.copyFromUtf8(data))
                    .setCursor(data.isEmpty() ? "" : "after " + data)
                    .build());
            if (asked.size() < 3) {
                reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
            } else {
                reply.onCompleted();
            }
        });
        Result result = ctl.run("tail", "-f", "p");
        assertEquals(FOLLOWING + "\none, two", result.out());
        assertEquals(
                List.of("", "after one, ", "after one, "),
                asked.stream().map(TailRequest::getCursor).toList());
        assertTrue(result.err().startsWith("==> The daemon has gone; waiting 30 seconds for it to come back <==\n"));
        assertTrue(result.err().endsWith("==> The daemon is back <==\n"));
    }

    @Test
    void anotherErrorIsTold() throws IOException {
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailMethod(),
                        Status.UNAVAILABLE.withDescription("too many tails").asRuntimeException());
        assertEquals(Result.of(1, "ERROR: too many tails"), ctl.run("tail", "p"));
    }

    @ParameterizedTest
    @CsvSource({
        "tail -x p, Error: bad argument -x",
        "tail -1x p, Error: bad argument -1x",
        "tail -, Error: bad argument -",
        "tail -9999999999999999999 p, Error: bad argument -9999999999999999999",
    })
    void wrongArgumentsAreToldInALine(String line, String message) throws IOException {
        assertEquals(Result.of(1, message), ctl.run(line));
    }

    @ParameterizedTest
    @CsvSource({"tail, too few arguments", "tail -f, too few arguments", "tail -1 p stdout more, too many arguments"})
    void wrongNumbersOfArgumentsShowTheUse(String line, String message) throws IOException {
        Result result = ctl.run(line);
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: " + message + "\ntail [-f] "));
    }
}
