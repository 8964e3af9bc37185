package dev.supervisord.app;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon that executes itself anew gives to its successor, apart from the records of runs: open descriptors, and what
 * has happened so far. It travels as a system property, because the environment would reach the programs.
 *
 * @param guard where the successor says that it is up, see {@link Guard}
 * @param listener the control socket of before, on which clients wait to be accepted
 * @param lock the lock of the runtime directory
 * @param plan what the configuration said when it was checked for this version, see {@link CheckedPlan}
 * @param strangers the processes that need not be looked at, see {@link Strangers}
 * @param sockets the sockets that are held for programs
 * @param runtime the runtime directory, to be looked at before the configuration names it
 * @param left when the last daemon ceased to supervise, in monotonic time; empty where it did not hand over
 * @param upgrades how often this process has executed itself anew
 * @param failed the version that did not come up, so that this one was started again; empty otherwise
 */
record Handoff(
        Optional<Fd> guard,
        Optional<Fd> listener,
        Optional<Fd> lock,
        Optional<Fd> plan,
        Optional<Fd> strangers,
        List<Fd> sockets,
        Optional<Path> runtime,
        Optional<Duration> left,
        int upgrades,
        String failed) {

    private static final String PROPERTY = "supervisord.handoff";

    /** Whether this process was given anything, or begins. */
    static boolean isExpected() {
        return System.getProperty(PROPERTY) != null;
    }

    /** What this process was given; nothing, where nobody was before. */
    static Handoff ofThisProcess() {
        Map<String, String> values = new HashMap<>();
        for (String part : System.getProperty(PROPERTY, "").split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new Handoff(
                descriptor(values.get("guard")),
                descriptor(values.get("listener")),
                descriptor(values.get("lock")),
                descriptor(values.get("plan")),
                descriptor(values.get("strangers")),
                sockets(values.getOrDefault("sockets", "")),
                Optional.ofNullable(values.get("runtime")).map(Handoff::path),
                Optional.ofNullable(values.get("left")).map(nanos -> Duration.ofNanos(Long.parseLong(nanos))),
                Integer.parseInt(values.getOrDefault("upgrades", "0")),
                values.getOrDefault("failed", ""));
    }

    /** What the version before is given when it is started again after this version has failed. */
    static Handoff afterFailureOf(String version) {
        return new Handoff(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0,
                version);
    }

    private static String escaped(Path path) {
        return path.toString().replace("%", "%25").replace(",", "%2C");
    }

    private static Path path(String escaped) {
        return Path.of(escaped.replace("%2C", ",").replace("%25", "%"));
    }

    private static Optional<Fd> descriptor(@Nullable String number) {
        return Optional.ofNullable(number).map(text -> new Fd(Integer.parseInt(text)));
    }

    private static List<Fd> sockets(String numbers) {
        return Stream.of(numbers.split(";", -1))
                .filter(number -> !number.isEmpty())
                .map(number -> new Fd(Integer.parseInt(number)))
                .toList();
    }

    /** The option of the JVM that hands this over. */
    String option() {
        List<String> parts = new ArrayList<>();
        guard.ifPresent(fd -> parts.add("guard=" + fd.number()));
        listener.ifPresent(fd -> parts.add("listener=" + fd.number()));
        lock.ifPresent(fd -> parts.add("lock=" + fd.number()));
        plan.ifPresent(fd -> parts.add("plan=" + fd.number()));
        strangers.ifPresent(fd -> parts.add("strangers=" + fd.number()));
        parts.add("sockets="
                + sockets.stream().map(fd -> Integer.toString(fd.number())).collect(Collectors.joining(";")));
        runtime.ifPresent(path -> parts.add("runtime=" + escaped(path)));
        left.ifPresent(time -> parts.add("left=" + time.toNanos()));
        parts.add("upgrades=" + upgrades);
        parts.add("failed=" + failed.replace(',', ' '));
        return "-D" + PROPERTY + "=" + String.join(",", parts);
    }

    static boolean isOption(String word) {
        return word.startsWith("-D" + PROPERTY + "=");
    }

    /** The descriptors that have to stay open. */
    List<Fd> descriptors() {
        List<Fd> all = new ArrayList<>();
        guard.ifPresent(all::add);
        listener.ifPresent(all::add);
        lock.ifPresent(all::add);
        plan.ifPresent(all::add);
        strangers.ifPresent(all::add);
        all.addAll(sockets);
        return all;
    }

    /** Whether this process has taken over from itself, and not just begun. */
    boolean isPresent() {
        return upgrades > 0 || !failed.isEmpty();
    }

    /** This daemon is up: its predecessor is not needed again, and those who wait at its socket are to come to the new one. */
    void complete(Descriptors descriptors) {
        listener.ifPresent(descriptors::close);
        plan.ifPresent(descriptors::close);
        strangers.ifPresent(descriptors::close);
        guard.ifPresent(fd -> Guard.dismiss(descriptors, fd));
    }
}
