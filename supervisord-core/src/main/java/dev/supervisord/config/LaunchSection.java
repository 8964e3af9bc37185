package dev.supervisord.config;

import dev.supervisord.model.CgroupSpec;
import dev.supervisord.model.CpuSet;
import dev.supervisord.model.Credentials;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Priorities;
import dev.supervisord.model.StandardInput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the keys of a program that say what its processes are given at their launch. */
final class LaunchSection {
    private static final int PERMISSIONS = 0777;

    private final Values values;
    private final Locations locations;

    LaunchSection(Values values, Locations locations) {
        this.values = values;
        this.locations = locations;
    }

    /** @param cgroup what was read of its cgroup */
    LaunchAttributes read(CgroupSpec cgroup) {
        return new LaunchAttributes(
                credentials(),
                number(LaunchKeys.UMASK, PERMISSIONS),
                values.find(LaunchKeys.LIMITS).orElse(Limits.NONE),
                new Priorities(
                        number(LaunchKeys.NICE, ~0),
                        values.find(LaunchKeys.IONICE),
                        values.find(LaunchKeys.CPU_AFFINITY).filter(this::requirePresent),
                        number(LaunchKeys.OOM_SCORE_ADJ, ~0)),
                values.get(LaunchKeys.CLEAN_ENV),
                cgroup,
                input(),
                terminal());
    }

    private boolean terminal() {
        boolean terminal = values.get(LaunchKeys.PTY);
        for (Key<?> other : List.of(LaunchKeys.STDIN, ProgramKeys.FD0)) {
            if (terminal && values.entry(other).isPresent()) {
                values.error(
                        LaunchKeys.PTY,
                        "its standard input is what " + other.name() + " says",
                        "remove either pty or " + other.name());
            }
        }
        return terminal;
    }

    private StandardInput input() {
        if (values.entry(LaunchKeys.STDIN).isPresent()
                && values.entry(ProgramKeys.FD0).isPresent()) {
            values.error(
                    LaunchKeys.STDIN, "its standard input is the socket that fd0 names", "remove either stdin or fd0");
        }
        return values.find(LaunchKeys.STDIN).orElse(StandardInput.PIPE);
    }

    private Credentials credentials() {
        Optional<String> user = locations.user(values, LaunchKeys.USER);
        boolean usual = values.section().syntax() == Syntax.TOML;
        return new Credentials(
                user,
                locations.group(values, LaunchKeys.GROUP),
                user.isPresent() && values.find(LaunchKeys.LOGIN_ENV).orElse(usual),
                values.get(LaunchKeys.NO_NEW_PRIVS));
    }

    private OptionalInt number(Key<Integer> key, int bits) {
        return values.find(key).map(number -> OptionalInt.of(number & bits)).orElseGet(OptionalInt::empty);
    }

    private boolean requirePresent(CpuSet cpus) {
        Optional<CpuSet> present = locations.processors();
        Optional<Integer> missing = present.flatMap(known -> cpus.numbers().stream()
                .filter(number -> !known.numbers().contains(number))
                .findFirst());
        missing.ifPresent(number -> values.error(
                LaunchKeys.CPU_AFFINITY,
                "there is no processor " + number + " in this machine",
                "write numbers out of " + present.orElse(cpus)));
        return missing.isEmpty();
    }
}
