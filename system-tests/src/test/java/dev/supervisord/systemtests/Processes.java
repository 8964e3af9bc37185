package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The processes of this machine, as {@code /proc} shows them. */
final class Processes {

    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /** Whether the process exists and is no zombie. A thread, which may get the number of a process that has ended, is none. */
    static boolean isAlive(long pid) {
        String status = status(pid);
        return status.contains("\nTgid:\t" + pid + "\n")
                && !status.contains("\nState:\tZ")
                && !status.contains("\nState:\tX");
    }

    /** Sends a signal by its name without SIG. */
    static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                .redirectErrorStream(true)
                .start();
        String complaint = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kill.waitFor() != 0) {
            throw new AssertionError("cannot send " + signal + " to " + pid + ": " + complaint);
        }
    }

    /** The living processes that have this in their environment: a test's daemon and all that comes from it. */
    static List<Long> withVariable(String nameAndValue) throws IOException {
        return which(pid -> environment(pid).contains(nameAndValue) && isAlive(pid));
    }

    /** The living processes that have this among their arguments. */
    static List<Long> withArgument(String word) throws IOException {
        return which(pid -> commandLine(pid).contains(word) && isAlive(pid));
    }

    private static List<Long> which(LongPredicate wanted) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                long pid = Long.parseLong(directory.getFileName().toString());
                if (wanted.test(pid)) {
                    found.add(pid);
                }
            }
        }
        return found;
    }

    static List<String> environment(long pid) {
        return strings(pid, "environ");
    }

    static List<String> commandLine(long pid) {
        return strings(pid, "cmdline");
    }

    private static List<String> strings(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/" + file));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException gone) {
            return List.of(); // it ended, or belongs to somebody else
        }
    }

    /** Whether the process has ended and its parent has not asked how. */
    static boolean isZombie(long pid) {
        return status(pid).contains("\nState:\tZ");
    }

    /** Those that have this parent, whether they live or have ended. */
    static List<Long> children(long parent) throws IOException {
        return which(pid -> status(pid).contains("\nPPid:\t" + parent + "\n"));
    }

    /** What {@code /proc/PID/status} says; empty when there is no such process. */
    private static String status(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
