package dev.supervisord.ctl;

import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs use, in a table: each picture is compared with the one before. One thread uses it. */
final class TopTable {
    private static final int NAME_WIDTH_MIN = 24;
    private static final String HEADER = String.format(
            Locale.ROOT, "%-10s%8s%7s%9s%6s%9s%17s", "STATE", "PID", "CPU%", "MEMORY", "TASKS", "RESTARTS", "UPTIME");

    /** By what the lines are sorted. */
    enum Order {
        CPU,
        MEMORY,
        RESTARTS,
        NAME
    }

    /** What a run had used up when it was last looked at. */
    private record Sample(long generation, long cpuMicros, long nanos) {}

    /** One process of the picture. */
    private record Row(ProcessStatus process, double cpuPercent) {}

    private Map<String, Sample> samples = Map.of();
    private List<Row> rows = List.of();

    /** @param nanos when these were told, by {@link System#nanoTime} */
    void take(List<ProcessStatus> processes, long nanos) {
        Map<String, Sample> fresh = new HashMap<>();
        List<Row> shown = new ArrayList<>();
        for (ProcessStatus process : processes) {
            String name = StatusTable.name(process);
            Sample sample =
                    new Sample(process.getGeneration(), process.getResources().getCpuUsec(), nanos);
            shown.add(new Row(process, percent(samples.get(name), sample, process)));
            fresh.put(name, sample);
        }
        samples = fresh;
        rows = shown;
    }

    /** Of one processor, since the picture before; since the run's begin where there is none of this run. */
    private static double percent(@Nullable Sample before, Sample now, ProcessStatus process) {
        if (before == null || before.generation() != now.generation()) {
            return percent(now.cpuMicros(), process.getUptimeMs() * 1000.0);
        }
        return percent(now.cpuMicros() - before.cpuMicros(), (now.nanos() - before.nanos()) / 1000.0);
    }

    private static double percent(long usedMicros, double elapsedMicros) {
        return elapsedMicros <= 0 || usedMicros < 0 ? 0 : 100 * usedMicros / elapsedMicros;
    }

    /** The lines, headers first. */
    List<String> lines(Order order) {
        List<Row> sorted = new ArrayList<>(rows);
        Comparator<Row> byName = Comparator.comparing(row -> StatusTable.name(row.process()));
        sorted.sort(
                switch (order) {
                    case CPU ->
                        Comparator.comparingDouble(Row::cpuPercent).reversed().thenComparing(byName);
                    case MEMORY ->
                        Comparator.comparingLong((Row row) ->
                                        row.process().getResources().getMemoryBytes())
                                .reversed()
                                .thenComparing(byName);
                    case RESTARTS ->
                        Comparator.comparingLong((Row row) -> restarts(row.process()))
                                .reversed()
                                .thenComparing(byName);
                    case NAME -> byName;
                });
        int width = NAME_WIDTH_MIN;
        for (Row row : sorted) {
            width = Math.max(width, StatusTable.name(row.process()).length());
        }
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder();
        StatusTable.pad(header, "NAME", width + 1);
        lines.add(header.append(HEADER).toString());
        for (Row row : sorted) {
            lines.add(line(row, width));
        }
        return lines;
    }

    private static String line(Row row, int width) {
        ProcessStatus process = row.process();
        Resources used = process.getResources();
        StringBuilder line = new StringBuilder();
        StatusTable.pad(line, StatusTable.name(process), width + 1);
        boolean lives = process.hasResources();
        line.append(String.format(
                Locale.ROOT,
                "%-10s%8s%7s%9s%6s%9d%17s",
                StatusTable.state(process.getState()),
                process.getPid() == 0 ? "-" : Integer.toString(process.getPid()),
                lives ? String.format(Locale.ROOT, "%.1f", row.cpuPercent()) : "-",
                lives ? size(used.getMemoryBytes()) : "-",
                lives ? Integer.toString(used.getTasks()) : "-",
                restarts(process),
                process.getPid() == 0 ? "-" : StatusTable.uptime(process.getUptimeMs() / 1000)));
        return line.toString();
    }

    private static long restarts(ProcessStatus process) {
        return Math.max(0, process.getGeneration() - 1);
    }

    /** {@code 512}, {@code 4.0K}, {@code 120M}. */
    static String size(long bytes) {
        String units = "KMGTP";
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        if (unit < 0) {
            return Long.toString(bytes);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f%c" : "%.0f%c", value, units.charAt(unit));
    }
}
