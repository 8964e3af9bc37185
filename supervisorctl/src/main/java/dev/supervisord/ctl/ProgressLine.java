package dev.supervisord.ctl;

import dev.supervisord.v1.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A line on the terminal that is drawn over again, and erased when what it tells of is done. One thread uses it at a time. */
final class ProgressLine {
    private static final int WIDTH = 79;
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private boolean drawn;

    ProgressLine(Console console) {
        this.console = console;
    }

    /** {@code starting: 12 of 40 done; waiting for web:web_12, web:web_13 …}, as much as fits; empty when all are done. */
    static String text(String doing, List<ProcessStatus> processes, Predicate<ProcessStatus> done) {
        List<String> waiting = new ArrayList<>();
        for (ProcessStatus process : processes) {
            if (!done.test(process)) {
                waiting.add(StatusTable.name(process) + " (" + StatusTable.state(process.getState()) + ")");
            }
        }
        if (waiting.isEmpty()) {
            return "";
        }
        String text = doing + ": " + (processes.size() - waiting.size()) + " of " + processes.size()
                + " done; waiting for " + String.join(", ", waiting);
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
    }

    /** Shows this in place of what was shown before. */
    void draw(String line) {
        if (drawn || !line.isEmpty()) {
            drawn = true;
            console.print(ERASE + line);
            console.flush();
        }
    }

    void erase() {
        if (drawn) {
            drawn = false;
            console.print(ERASE);
            console.flush();
        }
    }
}
