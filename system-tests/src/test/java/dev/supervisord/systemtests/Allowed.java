package dev.supervisord.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What this machine, or whoever started the tests, lets a process have: {@code proc(5)}. */
final class Allowed {

    /** A processor that programs may run on. */
    static final String CPU = line("status", "Cpus_allowed_list:").split("[-,]", 2)[0];

    private static final Map<String, String> LIMITS = Map.ofEntries(
            Map.entry("as", "Max address space"),
            Map.entry("core", "Max core file size"),
            Map.entry("cpu", "Max cpu time"),
            Map.entry("data", "Max data size"),
            Map.entry("fsize", "Max file size"),
            Map.entry("locks", "Max file locks"),
            Map.entry("memlock", "Max locked memory"),
            Map.entry("msgqueue", "Max msgqueue size"),
            Map.entry("nice", "Max nice priority"),
            Map.entry("nofile", "Max open files"),
            Map.entry("nproc", "Max processes"),
            Map.entry("rss", "Max resident set"),
            Map.entry("rtprio", "Max realtime priority"),
            Map.entry("rttime", "Max realtime timeout"),
            Map.entry("sigpending", "Max pending signals"),
            Map.entry("stack", "Max stack size"));

    private Allowed() {}

    /** Whether an ordinary user may have this as hard limit: a number or {@code unlimited}. */
    static boolean limit(String name, String value) {
        String[] ends =
                line("limits", Objects.requireNonNull(LIMITS.get(name), name)).split("\\s+", 3);
        return ends[1].equals("unlimited")
                || (!value.equals("unlimited") && Long.parseLong(value) <= Long.parseLong(ends[1]));
    }

    /** The niceness of the tests. */
    static int nice() {
        String stat = read("stat");
        // The first field after the name, which may have blanks, is the third of all; this is the 19th.
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }

    /** How willingly the kernel ends the tests when memory runs out. */
    static int oomScore() {
        return Integer.parseInt(read("oom_score_adj").strip());
    }

    private static String line(String file, String key) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(key.length()).strip())
                .orElseThrow(() -> new AssertionError("no " + key));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("/proc/self", file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
