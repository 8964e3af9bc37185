package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds up a log of numbered lines with gaps, raw or as JSON: what is stored, and what the log says was dropped. */
final class Tally implements StoredLog.Reader {
    private static final Pattern REMARK =
            Pattern.compile("supervisord: ([0-9]+) bytes? of stdout w(?:as|ere) dropped: No space left on device");
    private static final Pattern JSON_REMARK = Pattern.compile(
            ".*\"dropped_bytes\":([0-9]+),\"dropped_lines\":[0-9]+,\"reason\":\"No space left on device\"}");

    private final String name;
    private final int lineBytes;
    private final Pattern whole;
    private long stored;
    private long dropped;
    private int gaps;
    private int last = -1;
    private String torn = "";

    /** @param lineBytes how many a line has, with its line feed */
    Tally(String name, int lineBytes) {
        this.name = name;
        this.lineBytes = lineBytes;
        int dots = lineBytes - (name + " 0123456789 \n").length();
        this.whole = Pattern.compile("(?:\\{.*\"text\":\")?" + name + " ([0-9]{10}) \\.{" + dots + "}(?:\"})?");
    }

    long stored() {
        return stored;
    }

    long dropped() {
        return dropped;
    }

    @Override
    public void line(String line) {
        Matcher remark = (line.startsWith("{") ? JSON_REMARK : REMARK).matcher(line);
        if (remark.matches()) {
            gaps++;
            dropped += Long.parseLong(remark.group(1));
            torn = "";
            return;
        }
        assertEquals("", torn, "only a gap tears a line");
        Matcher found = whole.matcher(line);
        if (found.matches()) {
            int number = Integer.parseInt(found.group(1));
            assertTrue(number > last, () -> number + " after " + last);
            last = number;
            stored += lineBytes;
        } else {
            torn = line;
            stored += line.length() + 1;
        }
    }

    @Override
    public String toString() {
        return stored + " bytes stored, " + dropped + " dropped in " + gaps + " gaps of " + name;
    }
}
