package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.AttachInputRead;
import dev.supervisord.v1.AttachOpened;
import dev.supervisord.v1.AttachOpening;
import dev.supervisord.v1.AttachOutput;
import dev.supervisord.v1.AttachRequest;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.AttachServiceGrpc;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Request;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.Run;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FgCommandTest extends CommandTest {
    private final StringBuffer typed = new StringBuffer();

    @BeforeEach
    void theProcessRuns() {
        ctl.daemon()
                .on(
                        ProcessServiceGrpc.getGetStatusMethod(),
                        request -> GetStatusResponse.newBuilder()
                                .addProcesses(ProcessStatus.newBuilder().setState(ProcessState.PROCESS_STATE_RUNNING))
                                .build());
    }

    private static AttachResponse opened(long generation) {
        return AttachResponse.newBuilder()
                .setOpened(AttachOpened.newBuilder().setName("p").setGeneration(generation))
                .build();
    }

    private static AttachResponse output(String text) {
        return AttachResponse.newBuilder()
                .setOutput(AttachOutput.newBuilder()
                        .setChannel(Channel.CHANNEL_STDOUT)
                        .setCursor("1-1-2-3")
                        .setData(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static AttachResponse ended(int code) {
        return AttachResponse.newBuilder()
                .setEnded(Run.newBuilder()
                        .setGeneration(1)
                        .setExit(Exit.newBuilder().setCode(code))
                        .setEndedBy(Request.newBuilder().setText("a stop by uid 7")))
                .build();
    }

    /** What the daemon does in a call, by what it was asked for and what was typed. */
    private interface Daemon {
        void opened(AttachOpening opening, StreamObserver<AttachResponse> reply);

        default void inputEnds(StreamObserver<AttachResponse> reply) {
            reply.onNext(AttachResponse.newBuilder()
                    .setInputRead(AttachInputRead.getDefaultInstance())
                    .build());
        }
    }

    private void daemon(Daemon daemon) {
        ctl.daemon()
                .<AttachRequest, AttachResponse>onDuplex(
                        AttachServiceGrpc.getAttachMethod(), reply -> new StreamObserver<>() {
                            @Override
                            public void onNext(AttachRequest request) {
                                if (request.hasOpening()) {
                                    daemon.opened(request.getOpening(), reply);
                                } else if (request.hasSize()) {
                                    typed.append(request.getSize().getRows())
                                            .append(" rows of ")
                                            .append(request.getSize().getColumns())
                                            .append('\n');
                                } else {
                                    typed.append(request.getInput().toStringUtf8());
                                }
                            }

                            @Override
                            public void onError(Throwable gone) {}

                            @Override
                            public void onCompleted() {
                                daemon.inputEnds(reply);
                            }
                        });
    }

    @Test
    void whatTheProcessWritesIsPrintedUntilItsRunEnds() throws IOException {
        daemon((opening, reply) -> {
            reply.onNext(opened(1));
            reply.onNext(output("größe\n"));
            reply.onNext(ended(3));
            reply.onCompleted();
        });
        assertEquals(
                Result.of(
                        0,
                        "==> Press Ctrl-C to exit <==",
                        "größe",
                        "Process got killed (exit status 3, a stop by uid 7)",
                        "Exiting foreground"),
                ctl.waiting().run("fg", "p"));
    }

    @Test
    void whatIsTypedArrivesAndItsEndEndsIt() throws IOException {
        daemon((opening, reply) -> {
            reply.onNext(opened(1));
            reply.onNext(output(opening.getName() + opening.getBytes() + opening.getInput() + "\n"));
        });
        assertEquals(
                Result.of(0, "==> Press Ctrl-C to exit <==", "p1024true", "Exiting foreground"),
                ctl.typing("one\ntwo\n").run("fg", "p"));
        assertEquals("one\ntwo\n", typed.toString());
    }

    @Test
    void theSizeOfTheTerminalIsToldFirst() throws IOException {
        daemon((opening, reply) -> reply.onNext(opened(1)));
        ctl.coloured().typing("one\n").run("fg", "p");
        assertEquals("50 rows of 132\none\n", typed.toString());
    }

    @Test
    void theNextDaemonIsAskedToGoOn() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        daemon((opening, reply) -> {
            if (calls.incrementAndGet() == 1) {
                reply.onNext(opened(1));
                reply.onNext(output("one\n"));
                reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
            } else {
                reply.onNext(opened(1));
                reply.onNext(output(opening.getAfter(0).getCursor() + "\n"));
                reply.onNext(ended(0));
                reply.onCompleted();
            }
        });
        Result result = ctl.waiting().run("fg", "p");
        assertEquals(0, result.code());
        assertTrue(result.out().contains("one\n1-1-2-3\nProcess got killed (exit status 0"), result.out());
    }

    @Test
    void anotherRunThanBeforeIsNotTheOneThatWasLookedAt() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        daemon((opening, reply) -> {
            reply.onNext(opened(calls.incrementAndGet()));
            if (calls.get() == 1) {
                reply.onError(Refusals.of(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down"));
            }
        });
        assertTrue(ctl.waiting().run("fg", "p").out().endsWith("Process got killed\nExiting foreground\n"));
    }

    @Test
    void aRefusalIsTold() throws IOException {
        daemon((opening, reply) -> reply.onError(io.grpc.Status.RESOURCE_EXHAUSTED
                .withDescription("too many log readers are open; end some or try again")
                .asRuntimeException()));
        assertEquals(
                Result.of(
                        1,
                        "==> Press Ctrl-C to exit <==",
                        "ERROR: too many log readers are open; end some or try again"),
                ctl.waiting().run("fg", "p"));
    }

    @Test
    void wrongNamesAreToldInSupervisorsWords() throws IOException {
        assertEquals(
                Result.of(
                        1,
                        "ERROR: no process name supplied",
                        "fg <process>\tConnect to a process in foreground mode",
                        "\t\tCtrl-C to exit"),
                ctl.run("fg"));
        assertEquals(Result.of(1, "ERROR: too many process names supplied"), ctl.run("fg", "a", "b"));
        ctl.daemon()
                .on(
                        ProcessServiceGrpc.getGetStatusMethod(),
                        request -> GetStatusResponse.newBuilder()
                                .addUnknown(result("ghost", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""))
                                .build());
        assertEquals(Result.of(1, "ERROR: bad process name supplied"), ctl.run("fg", "ghost"));
    }

    @Test
    void aProcessThatIsNotRunningIsAnError() throws IOException {
        ctl.daemon()
                .on(
                        ProcessServiceGrpc.getGetStatusMethod(),
                        request -> GetStatusResponse.newBuilder()
                                .addProcesses(ProcessStatus.newBuilder().setState(ProcessState.PROCESS_STATE_STOPPED))
                                .build());
        assertEquals(Result.of(1, "ERROR: process not running"), ctl.run("fg", "p"));
    }
}
