package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client says when a call cannot be made or is refused as a whole. */
class FailuresTest extends CommandTest {
    private Result at(Path socket, String... words) throws IOException {
        String[] arguments = new String[words.length + 2];
        arguments[0] = "-s";
        arguments[1] = "unix://" + socket;
        System.arraycopy(words, 0, arguments, 2, words.length);
        return Ctl.run(directory, Map.of(), "", arguments);
    }

    @ParameterizedTest
    @CsvSource({"status,4", "start a,7", "stop a,7", "pid,7", "reread,7", "update,7", "tail a,7", "version,7"})
    void noSocketMeansNoDaemon(String command, int code) throws IOException {
        Path none = directory.resolve("none.sock");
        assertEquals(
                Result.of(code, "unix://" + none + " no such file")
                        .withError("no daemon listens there; start it with: supervisord -c FILE"),
                at(none, command));
    }

    @Test
    void whereJsonIsExpectedThereIsNothingElse() throws IOException {
        Path none = directory.resolve("none.sock");
        assertEquals(
                Result.of(4)
                        .withError(
                                "unix://" + none + " no such file",
                                "no daemon listens there; start it with: supervisord -c FILE"),
                at(none, "status", "--json"));
    }

    @ParameterizedTest
    @CsvSource({"status", "stop a"})
    void aSocketNobodyListensOnMeansADeadDaemon(String command) throws IOException {
        Path stale = Files.createFile(directory.resolve("stale.sock"));
        assertEquals(
                Result.of(4, "unix://" + stale + " refused connection")
                        .withError("the daemon that made this socket is gone; start it with: supervisord -c FILE"),
                at(stale, command));
    }

    @ParameterizedTest
    @CsvSource({"---------, ''", "----w----, ' or ask to be added to group '"})
    void aSocketOneMayNotOpenTellsWhoMay(String mode, String way) throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may open everything");
        Path socket = ctl.socket();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
        Result result = at(socket, "status");
        assertEquals(4, result.code());
        String start = "cannot connect to unix://" + socket + ": permission denied; run as ";
        assertTrue(result.out().startsWith(start) && result.out().contains(way), result.out());
    }

    @Test
    void anAnswerOfAnotherProgramIsALine() throws IOException {
        Path directoryAsSocket = Files.createDirectory(directory.resolve("d"));
        Result result = at(directoryAsSocket, "status");
        assertEquals(4, result.code());
        assertTrue(result.out().endsWith(" refused connection\n"), result.out());
    }

    private void refuse(Status status) {
        ctl.daemon().refuse(DaemonServiceGrpc.getGetVersionMethod(), status.asRuntimeException());
    }

    @Test
    void eachRefusalIsALine() throws IOException {
        refuse(Status.UNAUTHENTICATED.withDescription("a user name and its password are required"));
        assertEquals(
                Result.of(1, "Server requires authentication")
                        .withError("give the username and password of the daemon's configuration: -u NAME -p PASSWORD,"
                                + " or in [supervisorctl]"),
                ctl.run("version"));
        refuse(Status.PERMISSION_DENIED.withDescription("viewers cannot do that"));
        assertEquals(Result.of(4, "ERROR: permission denied: viewers cannot do that"), ctl.run("version"));
        refuse(Status.RESOURCE_EXHAUSTED.withDescription("the supervisor has 9 requests waiting; try again"));
        assertEquals(Result.of(1, "ERROR: the supervisor has 9 requests waiting; try again"), ctl.run("version"));
        refuse(Status.DEADLINE_EXCEEDED);
        assertEquals(
                Result.of(1, "ERROR: the daemon at " + ctl.url() + " did not answer within 30 seconds"),
                ctl.run("version"));
        refuse(Status.INTERNAL);
        assertEquals(Result.of(1, "ERROR: the daemon answered INTERNAL"), ctl.run("version"));
        refuse(Status.FAILED_PRECONDITION.withDescription("the daemon is shutting down"));
        assertEquals(Result.of(1).withError("the daemon is shutting down"), ctl.run("version"));
    }

    @Test
    void theLoginIsSentWithTheCall() throws IOException {
        ctl.daemon()
                .on(
                        DaemonServiceGrpc.getGetVersionMethod(),
                        request -> GetVersionResponse.newBuilder()
                                .setVersion("1.0")
                                .build());
        assertEquals(Result.of(0, "1.0"), ctl.run("-u", "admin", "-p", "s3cret:ö", "version"));
        String header =
                ctl.daemon().headers().get(0).get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
        byte[] login = "admin:s3cret:ö".getBytes(StandardCharsets.UTF_8);
        assertEquals("Basic " + Base64.getEncoder().encodeToString(login), header);
    }

    @Test
    void anUnknownCommandIsTold() throws IOException {
        assertEquals(Result.of(1, "*** Unknown syntax: bogus"), ctl.run("bogus"));
    }
}
