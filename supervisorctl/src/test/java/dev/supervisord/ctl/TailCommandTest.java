package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.Status;
import java.io.IOException;
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

    @Test
    void aNameOfSeveralProcessesIsAnError() throws IOException {
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailMethod(),
                        Refusals.of(
                                Code.INVALID_ARGUMENT,
                                "SEVERAL_PROCESSES",
                                "web means several processes; name one of them"));
        assertEquals(Result.of(1, "Error: web means several processes; name one of them"), ctl.run("tail", "web"));
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
        "tail p bogus, Error: bad channel 'bogus'",
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
