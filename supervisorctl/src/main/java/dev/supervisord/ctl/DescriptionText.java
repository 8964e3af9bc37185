package dev.supervisord.ctl;

import com.google.protobuf.Timestamp;
import dev.supervisord.v1.Description;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Run;
import dev.supervisord.v1.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A process for people: its state, its logs, its last runs and its configuration. */
final class DescriptionText {
    private static final int LABEL_WIDTH = 12;
    private static final int KEY_WIDTH = 32;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Description description;
    private final ProcessStatus status;

    DescriptionText(Description description) {
        this.description = description;
        this.status = description.getStatus();
    }

    void print(Console console) {
        console.line(StatusTable.name(status));
        label("state", StatusTable.state(status.getState()) + reason(), console);
        if (status.getPid() > 0) {
            label("pid", status.getPid() + ", up " + StatusTable.uptime(status.getUptimeMs() / 1000), console);
        }
        if (status.hasStartedAt()) {
            String by = description.hasStartRequested()
                    ? " by " + description.getStartRequested().getText()
                    : "";
            label("started", time(status.getStartedAt()) + by, console);
        }
        if (status.getPort() > 0) {
            label("port", Integer.toString(status.getPort()), console);
        }
        log("stdout", status.hasStdout(), status.getStdout().getLogFile(), console);
        log("stderr", status.hasStderr(), status.getStderr().getLogFile(), console);
        printRuns(console);
        console.line("  configuration");
        description.getSettingsList().forEach(setting -> print(setting, console));
        if (!description.getNote().isEmpty()) {
            console.line("  " + description.getNote());
        }
    }

    private String reason() {
        String kept = status.getKept() ? " (kept)" : "";
        return status.getReason().isEmpty() ? kept : ": " + status.getReason() + kept;
    }

    private static void log(String name, boolean known, String file, Console console) {
        if (known) {
            label(name, file.isEmpty() ? "the system log" : file, console);
        }
    }

    private static void label(String label, String text, Console console) {
        StringBuilder line = new StringBuilder("  ");
        StatusTable.pad(line, label, LABEL_WIDTH);
        console.line(line.append(text));
    }

    private void printRuns(Console console) {
        console.line(description.getRunsCount() == 0 ? "  last runs   none" : "  last runs");
        for (int i = description.getRunsCount() - 1; i >= 0; i--) {
            Run run = description.getRuns(i);
            StringBuilder line = new StringBuilder("    #");
            line.append(run.getGeneration()).append("  ").append(time(run.getStartedAt()));
            if (run.getLaunchFailure().isEmpty()) {
                line.append("  for ").append(lifetime(run)).append("  ").append(exit(run.getExit()));
                line.append(run.hasEndedBy() ? " (" + run.getEndedBy().getText() + ")" : "");
                line.append(run.getKilled() ? ", killed" : "");
            } else {
                line.append("  not launched: ").append(run.getLaunchFailure());
            }
            console.line(line.append("; started by ").append(run.getStartedBy().getText()));
        }
    }

    private static String lifetime(Run run) {
        Duration lived = Duration.between(instant(run.getStartedAt()), instant(run.getEndedAt()));
        return lived.toSeconds() < 60
                ? String.format(Locale.ROOT, "%.1f s", Math.max(0, lived.toMillis()) / 1000.0)
                : StatusTable.uptime(lived.toSeconds());
    }

    /** How a run ended, in few words. */
    static String exit(Exit exit) {
        return switch (exit.getHowCase()) {
            case CODE -> "exit status " + exit.getCode();
            case SIGNAL -> exit.getSignal().getName() + (exit.getSignal().getCoreDumped() ? ", core dumped" : "");
            case HOW_NOT_SET -> "exit status unknown";
        };
    }

    private static void print(Setting setting, Console console) {
        StringBuilder line = new StringBuilder("    ");
        StatusTable.pad(line, setting.getKey(), KEY_WIDTH);
        line.append(setting.getValue().isEmpty() ? "not set" : setting.getValue())
                .append("  # ");
        if (setting.getIsDefault()) {
            line.append("default");
        } else {
            line.append(setting.getFile()).append(setting.getLine() > 0 ? ":" + setting.getLine() : "");
        }
        if (!setting.getOutdated().isEmpty()) {
            line.append(", where it is ").append(setting.getOutdated()).append(" by now: ctl reload");
        }
        console.line(line);
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    private static String time(Timestamp at) {
        return TIME.format(instant(at).atZone(ZoneId.systemDefault()));
    }
}
