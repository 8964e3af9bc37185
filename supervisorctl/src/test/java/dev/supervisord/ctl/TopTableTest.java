package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.ctl.TopTable.Order;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopTableTest {
    private static final long SECOND = 1_000_000_000L;

    private static ProcessStatus running(String name, long generation, long cpuMicros, long bytes) {
        return ProcessStatus.newBuilder()
                .setGroup(name)
                .setProcess(name)
                .setState(ProcessState.PROCESS_STATE_RUNNING)
                .setPid(42)
                .setGeneration(generation)
                .setUptimeMs(10_000)
                .setResources(Resources.newBuilder()
                        .setCpuUsec(cpuMicros)
                        .setMemoryBytes(bytes)
                        .setTasks(3))
                .build();
    }

    private static List<String> names(TopTable table, Order order) {
        return table.lines(order).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void theProcessorIsThatSinceThePictureBefore() {
        TopTable table = new TopTable();
        table.take(List.of(running("web", 3, 1_000_000, 120 << 20)), 0);
        table.take(List.of(running("web", 3, 1_500_000, 120 << 20)), 2 * SECOND);
        assertEquals(
                List.of(
                        "NAME                     STATE          PID   CPU%   MEMORY TASKS RESTARTS           UPTIME",
                        "web                      RUNNING         42   25.0     120M     3        2          0:00:10"),
                table.lines(Order.CPU));
    }

    @Test
    void aNewRunIsMeasuredFromItsOwnBegin() {
        TopTable table = new TopTable();
        table.take(List.of(running("web", 1, 9_000_000, 1)), 0);
        table.take(List.of(running("web", 2, 1_000_000, 1)), 2 * SECOND);
        assertEquals("10.0", table.lines(Order.CPU).get(1).substring(43, 50).strip());
    }

    @Test
    void linesAreSortedByWhatIsAskedFor() {
        TopTable table = new TopTable();
        table.take(List.of(running("a", 1, 10, 300), running("b", 9, 20, 100), running("c", 2, 30, 200)), 0);
        assertEquals(List.of("c", "b", "a"), names(table, Order.CPU));
        assertEquals(List.of("a", "c", "b"), names(table, Order.MEMORY));
        assertEquals(List.of("b", "c", "a"), names(table, Order.RESTARTS));
        assertEquals(List.of("a", "b", "c"), names(table, Order.NAME));
    }

    @Test
    void whatDoesNotRunUsesNothing() {
        TopTable table = new TopTable();
        table.take(
                List.of(ProcessStatus.newBuilder()
                        .setGroup("web")
                        .setProcess("web")
                        .setState(ProcessState.PROCESS_STATE_FATAL)
                        .setGeneration(4)
                        .build()),
                0);
        assertEquals(
                "web                      FATAL            -      -        -     -        3                -",
                table.lines(Order.CPU).get(1));
    }

    @Test
    void sizesAreShort() {
        assertEquals(
                List.of("512", "4.0K", "999K", "1.5M", "120M", "3.0G"),
                List.of(
                        TopTable.size(512),
                        TopTable.size(4096),
                        TopTable.size(999 << 10),
                        TopTable.size(3 << 19),
                        TopTable.size(120 << 20),
                        TopTable.size(3L << 30)));
    }
}
