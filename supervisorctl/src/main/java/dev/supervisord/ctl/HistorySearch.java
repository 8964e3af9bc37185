package dev.supervisord.ctl;

import java.util.List;

/** A search backwards through the lines of the shell's history, for the text that is typed meanwhile. One thread uses it. */
final class HistorySearch {
    private final List<String> history;
    private String wanted = "";
    private int at;

    /** @param history the oldest first */
    HistorySearch(List<String> history) {
        this.history = history;
        this.at = history.size();
    }

    /** What is looked for. */
    String wanted() {
        return wanted;
    }

    /** The line that was found last; empty when there was none yet. */
    String line() {
        return at < history.size() ? history.get(at) : "";
    }

    /** Looks for more than before; the line that was found stays if it has that too. */
    void type(String more) {
        wanted += more;
        look(at);
    }

    /** Looks for a character less, from the youngest line on. */
    void shorten() {
        wanted = wanted.isEmpty() ? "" : wanted.substring(0, wanted.offsetByCodePoints(wanted.length(), -1));
        at = history.size();
        if (!wanted.isEmpty()) {
            look(at);
        }
    }

    /** Looks for the next older line. */
    void older() {
        look(at - 1);
    }

    private void look(int youngest) {
        for (int i = Math.min(youngest, history.size() - 1); i >= 0; i--) {
            if (history.get(i).contains(wanted)) {
                at = i;
                return;
            }
        }
    }
}
