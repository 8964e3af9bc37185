package dev.supervisord.os.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a process's memory that only mirror files, in the text of {@code /proc/self/smaps} ({@code
 * proc_pid_smaps(5)}): not writable, and without a page that was ever changed.
 */
final class CleanMappings {

    /** Addresses from {@code start}, inclusive. */
    record Mapping(long start, long length) {}

    /** A line such as {@code 7f00-7fff r-xp 00000000 fe:00 1234   /usr/lib/libc.so.6}. */
    private static final Pattern HEADER =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (....) [0-9a-f]+ [0-9a-f:]+ \\d+\\s+(\\S.*)?");

    /** Not worth a system call. */
    private static final long RESIDENT_KB_MIN = 64;

    private CleanMappings() {}

    /** The mappings that can be dropped and read again from their file at any time; only those that take memory now. */
    static List<Mapping> in(List<String> smaps) {
        List<Mapping> clean = new ArrayList<>();
        Matcher header = null;
        long resident = 0;
        for (String line : smaps) {
            Matcher found = HEADER.matcher(line);
            if (found.matches()) {
                header = found;
            } else if (line.startsWith("Rss:")) {
                resident = kilobytes(line);
            } else if (line.startsWith("Anonymous:")
                    && header != null
                    && mirrorsFile(header)
                    && kilobytes(line) == 0
                    && resident >= RESIDENT_KB_MIN) {
                long start = Long.parseUnsignedLong(header.group(1), 16);
                clean.add(new Mapping(start, Long.parseUnsignedLong(header.group(2), 16) - start));
            }
        }
        return clean;
    }

    private static boolean mirrorsFile(Matcher header) {
        String name = header.group(4);
        return name != null && name.startsWith("/") && header.group(3).charAt(1) == '-';
    }

    private static long kilobytes(String line) {
        String number = line.substring(line.indexOf(':') + 1).strip();
        return Long.parseLong(number.substring(0, number.indexOf(' ')));
    }
}
