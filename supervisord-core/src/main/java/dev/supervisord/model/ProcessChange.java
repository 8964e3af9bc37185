package dev.supervisord.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two configurations of one process, key by key.
 *
 * @param key the configuration key
 * @param before its old value as text; values of environment variables are never shown, only their names
 * @param after its new value as text
 * @param live whether it can be applied to a running process without restarting it
 */
public record ProcessChange(String key, String before, String after, boolean live) {

    /** How a key's value is read from a configuration; equal texts are equal values. */
    private record Key(String name, boolean live, Function<ProcessSpec, Object> value) {
        /** Whether it says where a stream goes. */
        boolean isOfStream() {
            return name.endsWith("_logfile") || name.endsWith("_syslog");
        }

        boolean isOfCgroup() {
            return name.equals("cgroup")
                    || Arrays.stream(CgroupLimit.values())
                            .anyMatch(limit -> limit.key().equals(name));
        }
    }

    private static final List<Key> KEYS = List.of(
            new Key("type", false, spec -> spec.role().type()),
            new Key("pidfile", false, spec -> spec.role().forking().map(Forking::pidfile)),
            new Key("start_timeout", true, spec -> spec.role().forking().map(Forking::timeout)),
            new Key("command", false, ProcessSpec::command),
            new Key("directory", false, ProcessSpec::directory),
            new Key("environment", false, ProcessSpec::environment),
            new Key("port", false, ProcessSpec::port),
            new Key("user", false, spec -> spec.attributes().credentials().user()),
            new Key("group", false, spec -> spec.attributes().credentials().group()),
            new Key("login_env", false, spec -> spec.attributes().credentials().login()),
            new Key(
                    "no_new_privs",
                    false,
                    spec -> spec.attributes().credentials().noNewPrivileges()),
            new Key("umask", false, ProcessChange::umask),
            new Key("limits", false, spec -> spec.attributes().limits()),
            new Key("nice", false, spec -> spec.attributes().priorities().nice()),
            new Key("ionice", false, spec -> spec.attributes().priorities().io()),
            new Key(
                    "cpu_affinity",
                    false,
                    spec -> spec.attributes().priorities().cpus()),
            new Key(
                    "oom_score_adj",
                    false,
                    spec -> spec.attributes().priorities().oomScoreAdjustment()),
            new Key("cgroup", true, spec -> spec.attributes().cgroup().asked()),
            limit(CgroupLimit.MEMORY_HIGH),
            limit(CgroupLimit.MEMORY_MAX),
            limit(CgroupLimit.CPU_MAX),
            limit(CgroupLimit.CPU_WEIGHT),
            limit(CgroupLimit.IO_WEIGHT),
            limit(CgroupLimit.PIDS_MAX),
            new Key("require_cgroups", true, spec -> spec.attributes().cgroup().required()),
            new Key("clean_env", false, spec -> spec.attributes().cleanEnvironment()),
            new Key("stdin", false, spec -> spec.attributes().input()),
            new Key("pty", false, spec -> spec.attributes().terminal()),
            new Key("sockets", false, spec -> spec.sockets().numbered()),
            new Key("fd0", false, spec -> spec.sockets().stdin()),
            new Key("listen_fds", false, spec -> spec.sockets().announced()),
            new Key("redirect_stderr", false, spec -> spec.output().redirectStderr()),
            new Key("stdout_logfile", true, spec -> spec.output().stdout().target()),
            new Key(
                    "stdout_logfile_maxbytes",
                    true,
                    spec -> spec.output().stdout().bytesMax()),
            new Key(
                    "stdout_logfile_backups",
                    true,
                    spec -> spec.output().stdout().backups()),
            new Key("stderr_logfile", true, spec -> spec.output().stderr().target()),
            new Key(
                    "stderr_logfile_maxbytes",
                    true,
                    spec -> spec.output().stderr().bytesMax()),
            new Key(
                    "stderr_logfile_backups",
                    true,
                    spec -> spec.output().stderr().backups()),
            new Key("strip_ansi", true, spec -> spec.output().stdout().stripAnsi()),
            option("log_format", LogOptions::format),
            option("log_on_error", LogOptions::onError),
            option("rotate", options -> options.archive().period()),
            option("rotate_names", options -> options.archive().names()),
            option("compress", options -> options.archive().compression()),
            new Key(
                    "stdout_logfile_total_maxbytes",
                    true,
                    spec -> spec.output().stdout().options().archive().totalBytesMax()),
            new Key(
                    "stderr_logfile_total_maxbytes",
                    true,
                    spec -> spec.output().stderr().options().archive().totalBytesMax()),
            new Key(
                    "stdout_syslog",
                    true,
                    spec -> spec.output().stdout().options().syslog()),
            new Key(
                    "stderr_syslog",
                    true,
                    spec -> spec.output().stderr().options().syslog()),
            new Key("priority", true, ProcessSpec::priority),
            new Key("depends_on", true, spec -> spec.role().dependencies()),
            new Key("autostart", true, spec -> spec.start().auto()),
            new Key("startsecs", true, spec -> spec.start().settle()),
            new Key("startretries", true, spec -> spec.start().retries()),
            new Key("autorestart", true, spec -> spec.restart().mode()),
            new Key("exitcodes", true, spec -> spec.restart().expectedCodes()),
            new Key("exit_policy", true, spec -> spec.role().exitPolicy()),
            new Key("backoff", true, spec -> spec.restart().backoff()),
            new Key("stopsignal", true, spec -> spec.stop().steps()),
            new Key("stopwaitsecs", true, spec -> spec.stop().patience()),
            new Key("stopasgroup", true, spec -> spec.stop().asGroup()),
            new Key("killasgroup", true, spec -> spec.stop().killAsGroup()),
            new Key("leftovers", true, spec -> spec.leftovers().end().word()),
            new Key("leftovers_grace", true, spec -> spec.leftovers().grace()));

    /** The keys whose values differ, in the order of the reference page; empty exactly when the two are equal. */
    public static List<ProcessChange> between(ProcessSpec old, ProcessSpec fresh) {
        List<ProcessChange> changes = new ArrayList<>();
        for (Key key : KEYS) {
            Object before = key.value().apply(old);
            Object after = key.value().apply(fresh);
            if (before instanceof Map<?, ?> variables && after instanceof Map<?, ?> freshVariables) {
                addVariables(key, variables, freshVariables, changes);
            } else if (!before.equals(after)) {
                boolean live = key.live()
                        && !(key.isOfStream() && switchesDiscarding(old, fresh))
                        && !(key.isOfCgroup() && switchesCgroup(old, fresh));
                changes.add(new ProcessChange(key.name(), text(before), text(after), live));
            }
        }
        if (changes.isEmpty() && !old.equals(fresh)) {
            // Parts that have no key of their own, such as which section and slot it comes from.
            changes.add(new ProcessChange("program", old.program(), fresh.program(), true));
        }
        return List.copyOf(changes);
    }

    /** One that a cgroup which is there takes at once. */
    private static Key limit(CgroupLimit limit) {
        return new Key(
                limit.key(),
                true,
                spec -> Optional.ofNullable(
                        spec.attributes().cgroup().limits().values().get(limit)));
    }

    /** A living process can be given limits only where it was put at its launch. */
    private static boolean switchesCgroup(ProcessSpec old, ProcessSpec fresh) {
        return old.attributes().cgroup().isWanted()
                != fresh.attributes().cgroup().isWanted();
    }

    /** An option that both streams of a program share. */
    private static Key option(String name, Function<LogOptions, Object> value) {
        return new Key(name, true, spec -> value.apply(spec.output().stdout().options()));
    }

    /** A child whose output is discarded holds {@code /dev/null}; only a new child can be given a pipe, and the reverse. */
    private static boolean switchesDiscarding(ProcessSpec old, ProcessSpec fresh) {
        return old.output().stdout().isDiscarded() != fresh.output().stdout().isDiscarded()
                || old.output().stderr().isDiscarded()
                        != fresh.output().stderr().isDiscarded();
    }

    private static String umask(ProcessSpec spec) {
        OptionalInt mask = spec.attributes().umask();
        return mask.isPresent() ? String.format(Locale.ROOT, "%03o", mask.getAsInt()) : "";
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ProcessChange::text).orElse("");
        }
        if (value instanceof Command.Words words) {
            return String.join(" ", words.argv());
        }
        if (value instanceof Command.Malformed malformed) {
            return malformed.text();
        }
        if (value instanceof LogSpec.Target.File file) {
            return file.path().toString();
        }
        if (value instanceof LogSpec.Target target) {
            return target instanceof LogSpec.Target.Auto ? "AUTO" : "NONE";
        }
        if (value instanceof AutoRestart mode) {
            return mode.word();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0
                    ? Long.toString(duration.toSeconds())
                    : Double.toString(duration.toMillis() / 1000.0);
        }
        if (value instanceof List<?> items) {
            return items.stream().map(ProcessChange::text).collect(Collectors.joining(", "));
        }
        if (value instanceof StopStep step) {
            return step.signal()
                    + step.patience().map(wait -> ":" + text(wait) + "s").orElse("");
        }
        if (value instanceof BackoffPolicy backoff) {
            return "initial=" + text(backoff.initial()) + "s,factor=" + backoff.factor() + ",max=" + text(backoff.max())
                    + "s,jitter=" + backoff.jitter() + ",reset=" + text(backoff.reset()) + "s";
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
        }
        if (value instanceof HeldSocket.Id socket) {
            return socket.name() + " (" + socket.address() + ")";
        }
        return value instanceof Enum<?> word ? word.toString().toLowerCase(Locale.ROOT) : value.toString();
    }

    /** Tells which variables differ, and nothing of their values: they may be secrets. */
    private static void addVariables(Key key, Map<?, ?> before, Map<?, ?> after, List<ProcessChange> changes) {
        String gone = differing(before, after);
        String come = differing(after, before);
        if (!gone.isEmpty() || !come.isEmpty()) {
            changes.add(new ProcessChange(key.name(), gone, come, key.live()));
        }
    }

    /** The names of the variables that are missing from {@code others} or have another value there. */
    private static String differing(Map<?, ?> variables, Map<?, ?> others) {
        return variables.entrySet().stream()
                .filter(variable -> !variable.getValue().equals(others.get(variable.getKey())))
                .map(variable -> Masked.variable(String.valueOf(variable.getKey())))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
