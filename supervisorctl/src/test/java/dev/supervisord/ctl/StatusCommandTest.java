package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StreamStatus;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCommandTest extends CommandTest {
    private static ProcessStatus.Builder process(String group, String name, ProcessState state) {
        return ProcessStatus.newBuilder().setGroup(group).setProcess(name).setState(state);
    }

    private static ProcessStatus.Builder running(String name) {
        return process(name, name, ProcessState.PROCESS_STATE_RUNNING)
                .setPid(17418)
                .setUptimeMs(3999);
    }

    private void answer(GetStatusResponse.Builder response) {
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> response.build());
    }

    private static Timestamp localTime(int month, int day, int hour, int minute) {
        return Timestamp.newBuilder()
                .setSeconds(LocalDateTime.of(2026, month, day, hour, minute, 59)
                        .atZone(ZoneId.systemDefault())
                        .toEpochSecond())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "status --jsn web, 2",
        "describe --jsn web, 2",
        "why web --jsn, 2",
        "rotate --all, 1",
        "clear --all, 1",
        "pid --all, 1"
    })
    void anUnknownOptionIsNotTakenForAName(String line, int code) throws IOException {
        Result result = ctl.run(line.split(" "));
        assertEquals(code, result.code());
        assertTrue(result.out().startsWith("Error: bad argument --"), result::toString);
    }

    @Test
    void eachStateHasItsDescription() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(running("cat"))
                .addProcesses(process("backoff", "backoff", ProcessState.PROCESS_STATE_BACKOFF)
                        .setReason("Exited too quickly (process log may have details)"))
                .addProcesses(process("exited", "exited", ProcessState.PROCESS_STATE_EXITED)
                        .setStartedAt(localTime(11, 21, 3, 0))
                        .setEndedAt(localTime(11, 21, 3, 31)))
                .addProcesses(process("fatal", "fatal", ProcessState.PROCESS_STATE_FATAL)
                        .setReason("can't find command '/nonexistent'"))
                .addProcesses(process("grp", "m2", ProcessState.PROCESS_STATE_STOPPED))
                .addProcesses(
                        process("grp", "m3", ProcessState.PROCESS_STATE_STOPPED).setEndedAt(localTime(2, 1, 0, 5)))
                .addProcesses(process("p", "p", ProcessState.PROCESS_STATE_STARTING))
                .addProcesses(process("q", "q", ProcessState.PROCESS_STATE_STOPPING))
                .addProcesses(
                        process("r", "r", ProcessState.PROCESS_STATE_UNKNOWN).setReason("lost")));
        Result expected = Result.of(
                3,
                "cat                              RUNNING   pid 17418, uptime 0:00:03",
                "backoff                          BACKOFF   Exited too quickly (process log may have details)",
                "exited                           EXITED    Nov 21 03:31 AM",
                "fatal                            FATAL     can't find command '/nonexistent'",
                "grp:m2                           STOPPED   Not started",
                "grp:m3                           STOPPED   Feb 01 12:05 AM",
                "p                                STARTING  ",
                "q                                STOPPING  ",
                "r                                UNKNOWN   lost");
        assertEquals(expected, ctl.run("status"));
    }

    @Test
    void whatARunUsesStandsBehindItsUptime() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(running("web")
                        .setResources(Resources.newBuilder()
                                .setMemoryBytes(56_832_000)
                                .setCpuUsec(63_500_000)
                                .setTasks(5)))
                .addProcesses(process("off", "off", ProcessState.PROCESS_STATE_STOPPED)));
        Result expected = Result.of(
                3,
                "web                              RUNNING   pid 17418, uptime 0:00:03, memory 54.1MB, cpu 0:01:03, 5 threads",
                "off                              STOPPED   Not started");
        assertEquals(expected, ctl.run("status", "--resources"));
    }

    @Test
    void columnsFollowTheLongestName() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(running("a_very_long_program_name_of_more_than_30_chars"))
                .addProcesses(running("größe")));
        assertEquals(
                Result.of(
                        0,
                        "a_very_long_program_name_of_more_than_30_chars   RUNNING   pid 17418, uptime 0:00:03",
                        "größe                                            RUNNING   pid 17418, uptime 0:00:03"),
                ctl.run("status"));
    }

    @Test
    void namesThatFitNothingAreToldFirst() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(running("p"))
                .addUnknown(result("nosuch", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""))
                .addUnknown(result("nogrp:*", ResultCode.RESULT_CODE_NO_SUCH_GROUP, "")));
        assertEquals(
                Result.of(
                        4,
                        "nosuch: ERROR (no such process)",
                        "nogrp: ERROR (no such group)",
                        "p                                RUNNING   pid 17418, uptime 0:00:03"),
                ctl.run("status", "p", "nosuch", "nogrp:*"));
        assertEquals(
                GetStatusRequest.newBuilder()
                        .addAllSelectors(List.of("p", "nosuch", "nogrp:*"))
                        .build(),
                ctl.daemon().request());
    }

    @Test
    void aProcessThatIsDownCountsMoreThanAnUnknownName() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(process("q", "q", ProcessState.PROCESS_STATE_STOPPED))
                .addUnknown(result("nosuch", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, "")));
        assertEquals(3, ctl.run("status", "q", "nosuch").code());
    }

    @ParameterizedTest
    @CsvSource({"STARTING,0", "BACKOFF,0", "STOPPING,0", "RUNNING,0", "STOPPED,3", "EXITED,3", "FATAL,3", "UNKNOWN,3"})
    void theExitCodeTellsWhetherItIsUp(String state, int code) throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(process("p", "p", ProcessState.valueOf("PROCESS_STATE_" + state))));
        assertEquals(code, ctl.run("status").code());
    }

    @Test
    void allAsksForEverything() throws IOException {
        answer(GetStatusResponse.newBuilder());
        assertEquals(Result.of(0), ctl.run("status", "all"));
        assertEquals(GetStatusRequest.getDefaultInstance(), ctl.daemon().request());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0:00:00",
        "59, 0:00:59",
        "3661, 1:01:01",
        "86399, 23:59:59",
        "93784, '1 day, 2:03:04'",
        "8640000, '100 days, 0:00:00'",
    })
    void uptimeIsWrittenAsSupervisorDoes(long seconds, String text) {
        assertEquals(text, StatusTable.uptime(seconds));
    }

    @Test
    void namesInOneArgumentAreSplit() throws IOException {
        answer(GetStatusResponse.newBuilder().addProcesses(running("p")));
        assertEquals(0, ctl.run("status  p").code());
        assertEquals(
                GetStatusRequest.newBuilder().addSelectors("p").build(),
                ctl.daemon().request());
    }

    @Test
    void jsonHasEveryFieldUnderItsNameInTheApi() throws IOException {
        answer(GetStatusResponse.newBuilder()
                .addProcesses(running("a\"b")
                        .setStartedAt(Timestamp.newBuilder().setSeconds(1).setNanos(5_000_000))
                        .setStdout(StreamStatus.newBuilder().setLogFile("/l").setStoredBytes(7))));
        Result result = ctl.run("status --json");
        assertTrue(
                result.out()
                        .startsWith("[\n{\"group\":\"a\\\"b\",\"process\":\"a\\\"b\",\"state\":\"RUNNING\","
                                + "\"pid\":17418,\"generation\":0,\"uptime_ms\":3999,\"started_at\":\"1970-01-01T00:00:01.005Z\","
                                + "\"ended_at\":null,\"last_exit\":null,\"reason\":\"\""),
                result.out());
        assertTrue(
                result.out().contains("\"stdout\":{\"log_file\":\"/l\",\"stored_bytes\":7,\"stored_lines\":0"),
                result.out());
        assertTrue(result.out().contains(",\"stderr\":null"), result.out());
        assertTrue(result.out().endsWith("}\n]\n"), result.out());
    }
}
