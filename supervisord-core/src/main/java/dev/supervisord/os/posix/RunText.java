package dev.supervisord.os.posix;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.RunRecord.StoredLog;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopPolicy;
import dev.supervisord.model.StopStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * A run's record as text: a line {@code key = value} for each part, the last of which is a checksum of all before it, so that
 * a record cut short or damaged is never taken for another. Stateless.
 */
final class RunText {

    private static final String SCHEMA = "1";
    private static final String HEAD = "# What supervisord knows of a run, for its successor. Do not edit.\n";

    /** How many bytes a record takes, filled up with a comment; more only where paths are very long. */
    static final int SIZE = 4096;

    private static final int CHECK_LINE = "check = 01234567\n".length();

    /** This is no record that can be understood; the message says why. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    private final Map<String, String> values;

    private RunText(Map<String, String> values) {
        this.values = values;
    }

    static byte[] write(RunRecord run) {
        StringBuilder text = new StringBuilder(512).append(HEAD);
        line(text, "schema", SCHEMA);
        line(text, "name", run.name().toString());
        line(text, "boot", run.bootId());
        line(text, "generation", Long.toString(run.generation()));
        line(text, "mark", run.mark());
        line(text, "stage", run.stage().name());
        line(
                text,
                "pid",
                run.child().map(child -> Integer.toString(child.pid())).orElse("0"));
        line(
                text,
                "start_ticks",
                run.child().map(child -> Long.toString(child.startTicks())).orElse("0"));
        line(text, "started", moment(run.startedAt()));
        line(text, "fingerprint", run.fingerprint().orElse(""));
        StopPolicy stop = run.stop();
        line(text, "stop_signals", signals(stop.steps()));
        line(text, "stop_step", Integer.toString(run.stopStep()));
        line(text, "stop_wait_ms", Long.toString(stop.patience().toMillis()));
        line(text, "stop_as_group", Boolean.toString(stop.asGroup()));
        line(text, "kill_as_group", Boolean.toString(stop.killAsGroup()));
        line(text, "stdout", log(run.stdout()));
        line(text, "stderr", log(run.stderr()));
        line(text, "ended", run.endedAt().map(RunText::moment).orElse(""));
        line(text, "exit", run.exit().map(RunText::exit).orElse(""));
        line(text, "reason", run.reason());
        line(text, "failures", Integer.toString(run.setbacks().failures()));
        line(text, "short_runs", Integer.toString(run.setbacks().shortRuns()));
        line(text, "due_ms", run.due().map(due -> Long.toString(due.toMillis())).orElse(""));
        byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
        int filler = SIZE - lines.length - CHECK_LINE - "#\n".length();
        byte[] body = filler < 0
                ? lines
                : text.append('#')
                        .append(".".repeat(filler))
                        .append('\n')
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        return (new String(body, StandardCharsets.UTF_8) + "check = " + sum(body, body.length) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(" = ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> text.append(c);
            }
        }
        text.append('\n');
    }

    /** Seconds since 1970 and nanoseconds; a calendar would cost the next daemon the time in which nobody supervises. */
    private static String moment(Instant when) {
        return when.getEpochSecond() + " " + when.getNano();
    }

    private static Instant moment(String text) {
        int blank = text.indexOf(' ');
        return blank < 0
                ? Instant.parse(text) // as the first versions wrote it
                : Instant.ofEpochSecond(
                        Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
    }

    private static String log(Optional<StoredLog> log) {
        return log.map(stored -> (stored.chosenByDaemon() ? "auto " : "file ") + stored.path())
                .orElse("none");
    }

    private static String exit(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return "code " + exited.code();
        }
        if (status instanceof ExitStatus.Signaled signaled) {
            return (signaled.coreDumped() ? "core " : "signal ")
                    + signaled.signal().number();
        }
        return "unknown";
    }

    private static String sum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    static RunRecord read(byte[] bytes) throws Unreadable {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf(" = ");
            if (equals > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, equals), unescape(line.substring(equals + 3)));
            }
        }
        requireIntact(bytes, values);
        if (!values.getOrDefault("schema", "").equals(SCHEMA)) {
            throw new Unreadable("it has schema " + values.getOrDefault("schema", "?")
                    + ", and this version of supervisord knows only " + SCHEMA);
        }
        try {
            return new RunText(values).record();
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new Unreadable("a value in it makes no sense: " + e.getMessage());
        }
    }

    /** The checksum stands in a last line of its own, and nothing follows it. */
    private static void requireIntact(byte[] bytes, Map<String, String> values) throws Unreadable {
        if (bytes.length == 0) {
            throw new Unreadable("it is empty");
        }
        String last = "check = " + values.getOrDefault("check", "") + "\n";
        int body = bytes.length - last.length();
        boolean closed = body > 0 && new String(bytes, body, last.length(), StandardCharsets.UTF_8).equals(last);
        if (!closed) {
            throw new Unreadable("it is cut short, or no record at all");
        }
        if (!sum(bytes, body).equals(values.get("check"))) {
            throw new Unreadable("it is damaged: its checksum does not fit");
        }
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char escaped = value.charAt(++i);
                plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private RunRecord record() {
        int pid = Integer.parseInt(value("pid"));
        Optional<Child> child =
                pid == 0 ? Optional.empty() : Optional.of(new Child(pid, Long.parseLong(value("start_ticks"))));
        StopPolicy stop = new StopPolicy(
                steps(value("stop_signals")),
                Duration.ofMillis(Long.parseLong(value("stop_wait_ms"))),
                Boolean.parseBoolean(value("stop_as_group")),
                Boolean.parseBoolean(value("kill_as_group")));
        return new RunRecord(
                ProcessName.parse(value("name")),
                value("boot"),
                Long.parseLong(value("generation")),
                value("mark"),
                Stage.valueOf(value("stage")),
                child,
                filled("fingerprint"),
                stop,
                Integer.parseInt(value("stop_step")),
                log(value("stdout")),
                log(value("stderr")),
                moment(value("started")),
                filled("ended").map(RunText::moment),
                filled("exit").map(RunText::exit),
                value("reason"),
                new Setbacks(Integer.parseInt(value("failures")), Integer.parseInt(value("short_runs"))),
                filled("due_ms").map(millis -> Duration.ofMillis(Long.parseLong(millis))));
    }

    /** {@code 15:2000 2}: numbers, and the milliseconds to wait where a signal has a time of its own. */
    private static String signals(List<StopStep> steps) {
        return steps.stream()
                .map(step -> step.signal().number()
                        + step.patience().map(wait -> ":" + wait.toMillis()).orElse(""))
                .collect(Collectors.joining(" "));
    }

    private static List<StopStep> steps(String text) {
        List<StopStep> steps = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            String[] parts = word.split(":", 2);
            Optional<Duration> wait =
                    parts.length == 1 ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(parts[1])));
            steps.add(new StopStep(new Signal(Integer.parseInt(parts[0])), wait));
        }
        return steps;
    }

    private String value(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private Optional<String> filled(String key) {
        return Optional.of(value(key)).filter(text -> !text.isEmpty());
    }

    private static Optional<StoredLog> log(String text) {
        return text.equals("none")
                ? Optional.empty()
                : Optional.of(new StoredLog(text.startsWith("auto "), Path.of(text.substring(5))));
    }

    private static ExitStatus exit(String text) {
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "code" -> new ExitStatus.Exited(Integer.parseInt(words[1]));
            case "signal" -> new ExitStatus.Signaled(new Signal(Integer.parseInt(words[1])), false);
            case "core" -> new ExitStatus.Signaled(new Signal(Integer.parseInt(words[1])), true);
            default -> new ExitStatus.Unobserved();
        };
    }
}
