package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kills a process just before one of its threads makes its n-th system call of some kind: {@code strace(1)} has the kernel
 * deliver SIGKILL instead of the call. Nothing in the process knows of it.
 *
 * <p>The thread is traced alone, the others and all children run as ever.
 */
final class KillPoint {

    /** Which call is not made any more, counted from 1 and from the moment at which the tracing begins. */
    record Call(String name, int number) {}

    private static final Pattern CALL = Pattern.compile("\\w+\\(.*");
    private static final Pattern UNMADE = Pattern.compile(".* = \\?( .*)?");

    private final Path trace;
    private final Process strace;

    private KillPoint(Path trace, Process strace) {
        this.trace = trace;
        this.strace = strace;
    }

    static boolean isPossible() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "strace")));
    }

    /**
     * From when this returns, the thread is watched.
     *
     * @param thread the start of its name
     * @param call empty to look only
     * @param trace where the thread's calls are written
     */
    static KillPoint in(long pid, String thread, Optional<Call> call, Path trace)
            throws IOException, InterruptedException {
        Files.deleteIfExists(trace);
        List<String> words = new ArrayList<>(List.of(
                "strace", "-y", "-s", "8", "-o", trace.toString(), "-p", Long.toString(thread(pid, thread)), "-e"));
        words.add("trace=%desc,%file,%process,?kill,?pidfd_send_signal,?pidfd_open,?ioctl,?splice,?tee");
        call.ifPresent(at -> words.addAll(List.of("-e", "inject=" + at.name() + ":signal=KILL:when=" + at.number())));
        Path said = trace.resolveSibling(trace.getFileName() + ".said");
        Process strace = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        eventually(() -> {
            String text = Files.readString(said);
            if (!text.contains(" attached") && strace.isAlive()) {
                throw new AssertionError("strace does not come up: " + text);
            }
        });
        return new KillPoint(trace, strace);
    }

    private static long thread(long pid, String name) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                if (name(task).equals(name)) {
                    return Long.parseLong(task.getFileName().toString());
                }
            }
        }
        throw new AssertionError("process " + pid + " has no thread " + name);
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return ""; // since the threads were listed
        }
    }

    /** Waits for a while for the end of the process; whether it is this call that was not made any more. */
    boolean hasKilled(Call call, long millis) throws InterruptedException {
        if (!strace.waitFor(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        List<String> calls = calls();
        return !calls.isEmpty()
                && UNMADE.matcher(calls.get(calls.size() - 1)).matches()
                && calls.get(calls.size() - 1).startsWith(call.name() + "(");
    }

    /** What the thread has done from the start of the tracing, for after the end of the process. */
    List<String> calls() throws InterruptedException {
        if (!strace.waitFor(5, TimeUnit.SECONDS)) {
            strace.destroyForcibly().waitFor();
        }
        try {
            return Files.readAllLines(trace, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> CALL.matcher(line).matches())
                    .toList();
        } catch (IOException none) {
            return List.of(); // the process had ended before strace was there
        }
    }
}
