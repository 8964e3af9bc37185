package dev.supervisord.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A short text that differs when two configurations differ in what only a new run can take over: the keys that {@link
 * ProcessChange} does not call live.
 *
 * <p>The same in every JVM, unlike the hash codes of records. It is there to notice changes, not to withstand anybody: 64 bits
 * of FNV-1a.
 */
public final class RunFingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET;

    private RunFingerprint() {}

    public static String of(ProcessSpec spec) {
        RunFingerprint sum = new RunFingerprint();
        if (spec.command() instanceof Command.Words words) {
            sum.number(words.argv().size());
            words.argv().forEach(sum::text);
        } else if (spec.command() instanceof Command.Malformed malformed) {
            sum.number(0);
            sum.text(malformed.text());
        }
        sum.text(spec.directory().map(Object::toString).orElse(""));
        Map<String, String> sorted = new TreeMap<>(spec.environment());
        sum.number(sorted.size());
        sorted.forEach((name, value) -> {
            sum.text(name);
            sum.text(value);
        });
        sum.text(spec.attributes().credentials().user().orElse(""));
        sum.number(spec.attributes().umask().orElse(-1));
        sum.number(spec.port().orElse(-1));
        sum.number(spec.output().redirectStderr() ? 1 : 0);
        sum.number(isDiscarded(spec.output().stdout()));
        sum.number(
                spec.output().redirectStderr() ? 0 : isDiscarded(spec.output().stderr()));
        sum.launch(spec.attributes());
        if (spec.role().type() != ProgramType.SIMPLE) {
            sum.text(spec.role().type().word());
            spec.role()
                    .forking()
                    .ifPresent(forking -> sum.text(forking.pidfile().toString()));
        }
        if (!spec.sockets().isEmpty()) { // the sum of a process without sockets is the one of versions that had none
            sum.sockets(spec.sockets());
        }
        return HexFormat.of().toHexDigits(sum.hash);
    }

    private void sockets(PassedSockets sockets) {
        number(sockets.numbered().size());
        sockets.numbered().forEach(socket -> text(socket.toString()));
        text(sockets.stdin().map(HeldSocket.Id::toString).orElse(""));
        number(sockets.announced() ? 1 : 0);
    }

    /** Adds nothing for what is not set, so that a daemon which knows more keys agrees with one that knows fewer. */
    private void launch(LaunchAttributes attributes) {
        Credentials credentials = attributes.credentials();
        Priorities priorities = attributes.priorities();
        credentials.group().ifPresent(group -> named("group", group));
        named("login_env", credentials.login());
        named("no_new_privs", credentials.noNewPrivileges());
        if (!attributes.limits().isEmpty()) {
            named("limits", attributes.limits().toString());
        }
        priorities.nice().ifPresent(nice -> named("nice", Integer.toString(nice)));
        priorities.io().ifPresent(io -> named("ionice", io.toString()));
        priorities.cpus().ifPresent(cpus -> named("cpu_affinity", cpus.toString()));
        priorities.oomScoreAdjustment().ifPresent(score -> named("oom_score_adj", Integer.toString(score)));
        named("cgroup", attributes.cgroup().isWanted());
        named("clean_env", attributes.cleanEnvironment());
        if (attributes.input() != StandardInput.PIPE) {
            named("stdin", attributes.input().word());
        }
        named("pty", attributes.terminal());
    }

    private void named(String key, boolean set) {
        if (set) {
            text(key);
        }
    }

    private void named(String key, String value) {
        text(key);
        text(value);
    }

    /** A child whose output is discarded holds no pipe, and only a new one can be given one. */
    private static int isDiscarded(LogSpec log) {
        return log.isDiscarded() ? 1 : 0;
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        for (byte unit : bytes) {
            add(unit);
        }
    }

    private void number(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            add((byte) (value >>> shift));
        }
    }

    private void add(byte unit) {
        hash = (hash ^ (unit & 0xff)) * PRIME;
    }
}
