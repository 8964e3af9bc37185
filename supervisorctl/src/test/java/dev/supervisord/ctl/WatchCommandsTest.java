package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wait} and {@code events}. */
class WatchCommandsTest extends CommandTest {
    private static final ProcessStatus STARTING = process(ProcessState.PROCESS_STATE_STARTING);
    private static final ProcessStatus RUNNING =
            process(ProcessState.PROCESS_STATE_RUNNING).toBuilder().setPid(7).build();

    private static ProcessStatus process(ProcessState state) {
        return ProcessStatus.newBuilder()
                .setGroup("p")
                .setProcess("p")
                .setState(state)
                .build();
    }

    private static WatchResponse message(long revision, ProcessStatus... processes) {
        return WatchResponse.newBuilder()
                .setRevision(revision)
                .setSnapshot(revision == 1)
                .addAllProcesses(List.of(processes))
                .build();
    }

    /** Tells this and nothing more. */
    private void tells(WatchResponse... messages) {
        ctl.daemon().<WatchRequest, WatchResponse>onCall(ProcessServiceGrpc.getWatchMethod(), (request, reply) -> {
            for (WatchResponse message : messages) {
                reply.onNext(message);
            }
        });
    }

    /** Tells this and then refuses to go on. */
    private void tellsAndFails(WatchResponse... messages) {
        ctl.daemon().<WatchRequest, WatchResponse>onCall(ProcessServiceGrpc.getWatchMethod(), (request, reply) -> {
            for (WatchResponse message : messages) {
                reply.onNext(message);
            }
            reply.onError(Refusals.of(Code.INTERNAL, "INTERNAL", "it is over"));
        });
    }

    @Test
    void aWatchedStatusAppendsALineForEachChange() throws IOException {
        tellsAndFails(message(1, STARTING), message(2, RUNNING));
        Result result = ctl.run("status", "--watch", "p");
        assertEquals("""
                p                                STARTING
                p                                RUNNING   pid 7, uptime 0:00:00
                ERROR: it is over
                """, result.out().replaceAll(" +\n", "\n"));
    }

    @Test
    void waitEndsWhenTheStateIsReached() throws IOException {
        tells(message(1, STARTING), message(2, RUNNING));
        assertEquals(Result.of(0, "p: RUNNING"), ctl.run("wait", "p"));
    }

    @Test
    void waitTellsOnATerminalWhoIsWaitedForAndTakesThatAway() throws IOException {
        tells(message(1, STARTING), message(2, RUNNING));
        assertEquals(
                "\r\u001b[KRUNNING: 0 of 1 done; waiting for p (STARTING)\r\u001b[Kp: RUNNING\n",
                ctl.coloured().run("wait", "p").out());
    }

    @Test
    void waitEndsAtOnceWhenTheStateIsThere() throws IOException {
        tells(message(1, process(ProcessState.PROCESS_STATE_EXITED)));
        assertEquals(Result.of(0, "p: EXITED"), ctl.run("wait", "--for", "exited", "p", "--timeout=30s"));
        assertEquals(
                WatchRequest.newBuilder().addSelectors("p").build(),
                ctl.daemon().request());
    }

    @Test
    void waitThatTakesTooLongTellsWhereTheProcessIs() throws IOException {
        tells(message(
                1,
                process(ProcessState.PROCESS_STATE_BACKOFF).toBuilder()
                        .setReason("Exited too quickly")
                        .build()));
        // On a busy machine a short time may be over before anything was told.
        int millis = 300;
        Result result = ctl.run("wait", "p", "--for=running", "--timeout", millis + "ms");
        while (!result.out().contains("BACKOFF") && millis < 60_000) {
            millis *= 4;
            result = ctl.run("wait", "p", "--for=running", "--timeout", millis + "ms");
        }
        assertEquals(Result.of(5, "p: ERROR (still BACKOFF after " + millis + "ms: Exited too quickly)"), result);
    }

    @Test
    void waitForWhatIsNotThereFails() throws IOException {
        tells(message(1).toBuilder()
                .addUnknown(result("ghost", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""))
                .build());
        assertEquals(Result.of(4, "ghost: ERROR (no such process)"), ctl.run("wait", "ghost"));
    }

    @Test
    void waitForWhatIsRemovedFails() throws IOException {
        tells(message(1, STARTING), message(2).toBuilder().addRemoved("p").build());
        assertEquals(
                Result.of(4, "p: ERROR (no such process: it was removed from the configuration)"),
                ctl.run("wait", "p"));
    }

    @Test
    void waitGoesOnWithTheNextDaemon() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        ctl.daemon().<WatchRequest, WatchResponse>onCall(ProcessServiceGrpc.getWatchMethod(), (request, reply) -> {
            if (calls.getAndIncrement() == 0) {
                reply.onNext(message(1, STARTING));
                reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
            } else {
                reply.onNext(message(request.getRevision() + 1, RUNNING));
            }
        });
        Result result = ctl.run("wait", "p");
        assertEquals("p: RUNNING\n", result.out());
        assertEquals(0, result.code());
        assertEquals(
                WatchRequest.newBuilder().addSelectors("p").setRevision(1).build(),
                ctl.daemon().requests().get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait p --for=up", "wait p --timeout=soon", "wait p --timeout", "wait p --bogus"})
    void wrongArgumentsShowTheUse(String line) throws IOException {
        Result result = ctl.run(line);
        assertEquals(2, result.code());
        assertTrue(result.out().contains("wait <name> ..."), result.out());
    }

    @Test
    void eachEventIsALine() throws IOException {
        ProcessStatus again = STARTING.toBuilder()
                .setGeneration(2)
                .setEndedAt(Timestamp.newBuilder().setSeconds(1))
                .setLastExit(Exit.newBuilder().setCode(3))
                .build();
        tellsAndFails(
                message(1, STARTING),
                message(2, RUNNING),
                message(3, again),
                message(4).toBuilder().addRemoved("p").build());
        Result result = ctl.run("events", "-f");
        assertEquals("""
                T p STARTING -> RUNNING (pid 7)
                T p RUNNING -> STARTING (exited with code 3)
                T p STARTING -> - (removed)
                ERROR: it is over
                """, result.out().replaceAll("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "T"));
    }

    @Test
    void missedEventsAreToldByTheStatesTheyLedTo() throws IOException {
        tellsAndFails(
                message(1, STARTING),
                message(9, RUNNING).toBuilder()
                        .setSnapshot(true)
                        .setMissed(true)
                        .build());
        Result result = ctl.run("events");
        assertEquals("... some changes were missed; these are the states that they led to ...\n", result.err());
        assertTrue(result.out().contains(" p STARTING -> RUNNING (pid 7)\n"), result.out());
    }

    @Test
    void eventsCanBeJson() throws IOException {
        tellsAndFails(message(1, STARTING), message(2, RUNNING));
        String line = ctl.run("events", "--json", "p").out();
        assertTrue(
                line.contains("\"name\":\"p\",\"from\":\"STARTING\",\"to\":\"RUNNING\",\"why\":\"pid 7\","
                        + "\"process\":{\"group\":\"p\""),
                line);
    }

    @Test
    void eventsOfWhatIsNotThereAreNotWaitedFor() throws IOException {
        tells(message(1).toBuilder()
                .addUnknown(result("ghost", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""))
                .build());
        assertEquals(Result.of(4).withError("ghost: ERROR (no such process)"), ctl.run("events", "ghost"));
    }
}
