package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DescribeResponse;
import dev.supervisord.v1.Description;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Request;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.Run;
import dev.supervisord.v1.Setting;
import dev.supervisord.v1.StreamStatus;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DescribeCommandTest extends CommandTest {
    private static Timestamp at(int minute, int second) {
        return Timestamp.newBuilder()
                .setSeconds(LocalDateTime.of(2026, 11, 21, 3, minute, second)
                        .atZone(ZoneId.systemDefault())
                        .toEpochSecond())
                .build();
    }

    private static Request by(String text) {
        return Request.newBuilder().setText(text).build();
    }

    private void answer(DescribeResponse.Builder response) {
        ctl.daemon().on(ProcessServiceGrpc.getDescribeMethod(), request -> response.build());
    }

    private static Description web() {
        return Description.newBuilder()
                .setStatus(ProcessStatus.newBuilder()
                        .setGroup("web")
                        .setProcess("web")
                        .setState(ProcessState.PROCESS_STATE_RUNNING)
                        .setPid(42)
                        .setUptimeMs(61_000)
                        .setPort(8000)
                        .setStartedAt(at(5, 0))
                        .setStdout(StreamStatus.newBuilder().setLogFile("/var/log/web.log")))
                .setStartRequested(by("a restart by uid 0"))
                .addRuns(Run.newBuilder()
                        .setGeneration(1)
                        .setStartedAt(at(1, 0))
                        .setEndedAt(at(1, 2))
                        .setExit(Exit.newBuilder().setCode(7))
                        .setStartedBy(by("the start of the daemon")))
                .addRuns(Run.newBuilder()
                        .setGeneration(2)
                        .setStartedAt(at(2, 0))
                        .setEndedAt(at(5, 0))
                        .setExit(Exit.newBuilder()
                                .setSignal(Exit.Termination.newBuilder().setName("SIGKILL")))
                        .setEndedBy(by("a restart by uid 0"))
                        .setKilled(true)
                        .setStartedBy(by("its restart policy")))
                .addSettings(Setting.newBuilder()
                        .setKey("command")
                        .setValue("[\"/bin/cat\"]")
                        .setFile("/etc/web.toml")
                        .setLine(2)
                        .setOutdated("/bin/dog"))
                .addSettings(
                        Setting.newBuilder().setKey("startsecs").setValue("1").setIsDefault(true))
                .build();
    }

    @Test
    void everythingIsShownWithItsSource() throws IOException {
        answer(DescribeResponse.newBuilder().addDescriptions(web()));
        assertEquals(
                Result.of(
                        0,
                        "web",
                        "  state       RUNNING",
                        "  pid         42, up 0:01:01",
                        "  started     2026-11-21 03:05:00 by a restart by uid 0",
                        "  port        8000",
                        "  stdout      /var/log/web.log",
                        "  last runs",
                        "    #2  2026-11-21 03:02:00  for 0:03:00  SIGKILL (a restart by uid 0), killed; started by its"
                                + " restart policy",
                        "    #1  2026-11-21 03:01:00  for 2.0 s  exit status 7; started by the start of the daemon",
                        "  configuration",
                        "    command                         [\"/bin/cat\"]  # /etc/web.toml:2, where it is /bin/dog by now:"
                                + " ctl reload",
                        "    startsecs                       1  # default"),
                ctl.run("describe", "web"));
    }

    @Test
    void jsonTellsEverything() throws IOException {
        answer(DescribeResponse.newBuilder().addDescriptions(web()));
        Result result = ctl.run("describe", "web", "--json");
        assertTrue(result.out().contains("\"line\":2"), result.out());
    }

    @Test
    void anUnknownNameGives4() throws IOException {
        answer(DescribeResponse.newBuilder().addUnknown(result("x", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, "")));
        assertEquals(Result.of(4, "x: ERROR (no such process)"), ctl.run("describe", "x"));
    }
}
