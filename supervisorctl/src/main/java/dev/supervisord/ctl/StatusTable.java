package dev.supervisord.ctl;

import com.google.protobuf.Timestamp;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import dev.supervisord.v1.TreeProcess;
import java.util.ArrayList;
import java.util.List;

/** The lines of {@code status}: name, state and description in columns. */
final class StatusTable {
    private static final int NAME_WIDTH_MIN = 30;
    private static final int GAP = 3;
    private static final int STATE_WIDTH = 10;

    private final List<ProcessStatus> processes;

    StatusTable(List<ProcessStatus> processes) {
        this.processes = processes;
    }

    void print(Console console) {
        for (String line : lines()) {
            console.line(line);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(processes.size());
        int width = NAME_WIDTH_MIN;
        for (ProcessStatus process : processes) {
            String name = name(process);
            width = Math.max(width, name.codePointCount(0, name.length()));
        }
        for (ProcessStatus process : processes) {
            StringBuilder line = new StringBuilder(120);
            pad(line, name(process), width + GAP);
            pad(line, state(process.getState()), STATE_WIDTH);
            lines.add(line.append(description(process)).toString());
            for (TreeProcess member : process.getTreeList()) {
                lines.add("  " + "  ".repeat(member.getDepth()) + member.getPid() + " " + member.getCommand());
            }
        }
        return lines;
    }

    /** A process's address. */
    static String name(ProcessStatus process) {
        return name(process.getGroup(), process.getProcess());
    }

    static String name(String group, String process) {
        return group.equals(process) ? process : group + ":" + process;
    }

    /** Adds text with blanks up to a width. */
    static void pad(StringBuilder line, String text, int width) {
        line.append(text);
        for (int i = text.codePointCount(0, text.length()); i < width; i++) {
            line.append(' ');
        }
    }

    /** A state's name as users know it. */
    static String state(ProcessState state) {
        return switch (state) {
            case PROCESS_STATE_STOPPED -> "STOPPED";
            case PROCESS_STATE_STARTING -> "STARTING";
            case PROCESS_STATE_RUNNING -> "RUNNING";
            case PROCESS_STATE_BACKOFF -> "BACKOFF";
            case PROCESS_STATE_STOPPING -> "STOPPING";
            case PROCESS_STATE_EXITED -> "EXITED";
            case PROCESS_STATE_FATAL -> "FATAL";
            case PROCESS_STATE_UNKNOWN, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> "UNKNOWN";
        };
    }

    private static String description(ProcessStatus process) {
        String description = detail(process);
        return process.getKept() ? (description + " (kept)").strip() : description;
    }

    private static String detail(ProcessStatus process) {
        return switch (process.getState()) {
            case PROCESS_STATE_RUNNING -> living(process);
            case PROCESS_STATE_STOPPED, PROCESS_STATE_EXITED -> withReason(ended(process), process);
            case PROCESS_STATE_STARTING -> starting(process);
            case PROCESS_STATE_BACKOFF, PROCESS_STATE_FATAL, PROCESS_STATE_UNKNOWN -> process.getReason();
            case PROCESS_STATE_STOPPING, PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /** Supervisor says nothing here; we say what it waits for, or that it is at work. */
    private static String starting(ProcessStatus process) {
        if (process.getReason().isEmpty()) {
            return "";
        }
        return process.getPid() == 0 ? process.getReason() : withReason(living(process), process);
    }

    private static String living(ProcessStatus process) {
        return "pid " + process.getPid() + ", uptime " + uptime(process.getUptimeMs() / 1000) + used(process);
    }

    private static String used(ProcessStatus process) {
        if (!process.hasResources()) {
            return "";
        }
        Resources used = process.getResources();
        return ", memory " + size(used.getMemoryBytes()) + ", cpu " + uptime(used.getCpuUsec() / 1_000_000) + ", "
                + used.getTasks() + (used.getTasks() == 1 ? " thread" : " threads");
    }

    /** In units of 1024 as everywhere, with one digit after the point: "54.2MB". */
    static String size(long bytes) {
        String[] units = {"KB", "MB", "GB", "TB"};
        int unit = 0;
        long tenths = bytes * 10 / 1024;
        while (tenths >= 10_240 && unit < units.length - 1) {
            tenths /= 1024;
            unit++;
        }
        return tenths / 10 + "." + tenths % 10 + units[unit];
    }

    private static String withReason(String text, ProcessStatus process) {
        return process.getReason().isEmpty() ? text : text + ", " + process.getReason();
    }

    private static String ended(ProcessStatus process) {
        if (!process.hasEndedAt()) {
            return "Not started";
        }
        Timestamp at = process.getEndedAt();
        return LocalTime.format(at.getSeconds());
    }

    /** Hours, minutes and seconds, after days when there are any: "1 day, 2:03:04". */
    static String uptime(long seconds) {
        StringBuilder text = new StringBuilder();
        long days = seconds / 86_400;
        if (days > 0) {
            text.append(days).append(days == 1 ? " day, " : " days, ");
        }
        text.append(seconds % 86_400 / 3_600).append(':');
        twoDigits(text, seconds % 3_600 / 60);
        text.append(':');
        twoDigits(text, seconds % 60);
        return text.toString();
    }

    private static void twoDigits(StringBuilder text, long number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
