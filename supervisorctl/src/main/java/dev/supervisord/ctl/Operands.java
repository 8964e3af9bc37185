package dev.supervisord.ctl;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of start, stop and restart.
 *
 * @param names the selectors, in order
 * @param noWait {@code --no-wait} was among them
 * @param wrong the first option that is none; empty: all are known
 */
record Operands(List<String> names, boolean noWait, String wrong) {
    static Operands of(List<String> words) {
        List<String> names = new ArrayList<>(words.size());
        boolean noWait = false;
        String wrong = "";
        for (String word : words) {
            if (word.equals("--no-wait")) {
                noWait = true;
            } else if (word.startsWith("--") && wrong.isEmpty()) {
                wrong = word;
            } else {
                names.add(word);
            }
        }
        return new Operands(names, noWait, wrong);
    }
}
