package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The programs of a crash chain, which write down what is done to them, and what must be found there. */
final class CrashPrograms {

    static final String PLAIN = "plain";
    static final String FORMED = "formed";
    static final String BRIEF = "brief";
    static final String EXTRA = "extra";

    /** More than a second: shorter runs in a row are not started again at once. */
    private static final String BRIEF_SECONDS = "1.2";

    private static final Pattern LINE = Pattern.compile("(plain|formed|brief|extra) (\\d+) (end )?(\\d+)");

    private final Sandbox sandbox;
    private int version;
    private boolean extra;

    CrashPrograms(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Another configuration: {@code formed} is to be restarted, {@code extra} comes or goes, {@code plain} logs otherwise. */
    void change() throws IOException {
        version++;
        extra = !extra;
        write();
    }

    boolean hasExtra() {
        return extra;
    }

    Path write() throws IOException {
        return sandbox.toml(section(PLAIN, "0", """
                        stdout_logfile_maxbytes = "{size}KB"
                        """.replace("{size}", Integer.toString(8 + version % 2)))
                + section(FORMED, "0", """
                        stdout_logfile_maxbytes = "16KB"
                        log_format = "timestamps"
                        limits = { core = "0" }
                        environment = { VERSION = "{version}" }
                        """.replace("{version}", Integer.toString(version)))
                + section(BRIEF, BRIEF_SECONDS, """
                        stdout_logfile_maxbytes = 0
                        log_format = "json"
                        """)
                + (extra ? section(EXTRA, "0", "stdout_logfile_maxbytes = 0\n") : ""));
    }

    private static String section(String name, String life, String more) {
        return """
                [program.{name}]
                command = "/usr/bin/env python3 -S {children}/numbered.py {dir} {name} {life}"
                startsecs = 0
                autorestart = true
                stopwaitsecs = 30
                stderr_logfile = "{dir}/{name}.err"
                stdout_logfile = "{dir}/{name}.log"
                stdout_logfile_backups = 2000
                """.replace("{name}", name).replace("{life}", life) + more;
    }

    /** How often it was started, as far as it has said so. */
    int starts(String name) throws IOException {
        return pids(name).size();
    }

    private List<Long> pids(String name) throws IOException {
        Path runs = sandbox.dir().resolve(name + ".runs");
        return Files.exists(runs)
                ? Files.readAllLines(runs).stream().map(Long::valueOf).toList()
                : List.of();
    }

    /** The living copies of a program. */
    List<Long> alive(String name) throws IOException {
        Path directory = sandbox.dir();
        return pids(name).stream()
                .filter(Processes::isAlive)
                .filter(pid -> Processes.commandLine(pid).contains(directory.toString()))
                .toList();
    }

    /** Lets a program come to its end: it writes its last line. */
    void end(String name) throws IOException {
        alive(name).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    void assertNoSecondCopy() throws IOException {
        Path twice = sandbox.dir().resolve("twice");
        assertFalse(Files.exists(twice, LinkOption.NOFOLLOW_LINKS), () -> "second copies: " + twice);
    }

    /** When all have been stopped in order: each line that was written is there, once, whole and in order. */
    void assertLogsComplete() throws IOException {
        for (String name : List.of(PLAIN, FORMED, BRIEF, EXTRA)) {
            assertComplete(name, lines(name));
        }
    }

    private void assertComplete(String name, List<String> lines) throws IOException {
        int run = 0;
        int next = 0;
        boolean ended = true;
        for (String line : lines) {
            Matcher found = LINE.matcher(line);
            assertTrue(found.find() && found.group(1).equals(name), () -> "in the log of " + name + ": " + line);
            if (ended) {
                run++;
                next = 0;
                ended = false;
            }
            @Nullable String end = found.group(3);
            assertEquals(
                    name + " " + run + " " + next,
                    found.group(1) + " " + found.group(2) + " " + found.group(4),
                    () -> "in the log of " + name + ": " + line);
            next++;
            ended = end != null;
        }
        assertTrue(ended, "the last run of " + name + " has no end in its log");
        assertEquals(starts(name), run, "runs in the log of " + name);
    }

    private List<String> lines(String name) throws IOException {
        List<Path> parts = new ArrayList<>();
        Path live = sandbox.dir().resolve(name + ".log");
        for (int part = 1; Files.exists(sandbox.dir().resolve(name + ".log." + part)); part++) {
            parts.add(0, sandbox.dir().resolve(name + ".log." + part));
        }
        if (Files.exists(live)) {
            parts.add(live);
        }
        StringBuilder text = new StringBuilder();
        for (Path part : parts) {
            text.append(Files.readString(part));
        }
        return text.toString().lines().toList();
    }
}
