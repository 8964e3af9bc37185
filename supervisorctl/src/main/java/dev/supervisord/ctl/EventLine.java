package dev.supervisord.ctl;

import dev.supervisord.ctl.WatchedProcesses.Change;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.ProcessStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A change of a process in a line: when it was told, the process, its states before and after, and why. */
final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final String NOTHING = "-";

    private final Change change;

    EventLine(Change change) {
        this.change = change;
    }

    /** Whether it is one that people want to see: of a change of the configuration alone they are told elsewhere. */
    boolean isWorthTelling() {
        ProcessStatus before = change.before();
        ProcessStatus after = change.after();
        return before == null
                || after == null
                || before.getState() != after.getState()
                || before.getGeneration() != after.getGeneration()
                || before.getKept() != after.getKept()
                || !before.getReason().equals(after.getReason());
    }

    String text(Instant now) {
        String why = why();
        return TIME.format(LocalDateTime.ofInstant(now, ZoneId.systemDefault())) + " " + change.name() + " " + from()
                + " -> " + to() + (why.isEmpty() ? "" : " (" + why + ")");
    }

    String json(Instant now) {
        ProcessStatus after = change.after();
        return "{\"time\":" + JsonText.quoted(now.toString())
                + ",\"name\":" + JsonText.quoted(change.name())
                + ",\"from\":" + JsonText.quoted(from())
                + ",\"to\":" + JsonText.quoted(to())
                + ",\"why\":" + JsonText.quoted(why())
                + ",\"process\":" + (after == null ? "null" : JsonText.line(after)) + "}";
    }

    private String from() {
        ProcessStatus before = change.before();
        return before == null ? NOTHING : StatusTable.state(before.getState());
    }

    private String to() {
        ProcessStatus after = change.after();
        return after == null ? NOTHING : StatusTable.state(after.getState());
    }

    private String why() {
        ProcessStatus before = change.before();
        ProcessStatus after = change.after();
        if (after == null) {
            return "removed";
        }
        String why = "";
        if (before == null) {
            why = "added";
        } else if (after.hasLastExit() && !after.getEndedAt().equals(before.getEndedAt())) {
            why = exit(after.getLastExit());
        }
        if (!after.getReason().isEmpty()) {
            why = join(why, after.getReason());
        } else if (after.getPid() != 0 && (before == null || before.getPid() != after.getPid())) {
            why = join(why, "pid " + after.getPid());
        }
        return after.getKept() ? join(why, "kept") : why;
    }

    private static String join(String one, String other) {
        return one.isEmpty() ? other : one + ", " + other;
    }

    /** How a run ended. */
    static String exit(Exit exit) {
        return switch (exit.getHowCase()) {
            case CODE -> "exited with code " + exit.getCode();
            case SIGNAL ->
                "ended by " + exit.getSignal().getName() + (exit.getSignal().getCoreDumped() ? ", core dumped" : "");
            case HOW_NOT_SET -> "ended unseen";
        };
    }
}
