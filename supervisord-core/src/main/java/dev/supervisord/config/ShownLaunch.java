package dev.supervisord.config;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupSpec;
import dev.supervisord.model.Credentials;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Priorities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a process is given at its launch, as TOML. */
final class ShownLaunch {
    private ShownLaunch() {}

    /** Every key with its value; empty for one that is not set. */
    static Map<Key<?>, Optional<String>> of(LaunchAttributes attributes) {
        Credentials credentials = attributes.credentials();
        Priorities priorities = attributes.priorities();
        Map<Key<?>, Optional<String>> lines = new LinkedHashMap<>();
        lines.put(LaunchKeys.USER, credentials.user().map(TomlText::literal));
        lines.put(LaunchKeys.GROUP, credentials.group().map(TomlText::literal));
        lines.put(LaunchKeys.LOGIN_ENV, credentials.user().map(user -> Boolean.toString(credentials.login())));
        lines.put(LaunchKeys.NO_NEW_PRIVS, Optional.of(Boolean.toString(credentials.noNewPrivileges())));
        OptionalInt umask = attributes.umask();
        lines.put(
                LaunchKeys.UMASK,
                umask.isPresent() ? Optional.of(ShownValues.octal(umask.getAsInt())) : Optional.empty());
        lines.put(
                LaunchKeys.LIMITS,
                attributes.limits().isEmpty() ? Optional.empty() : Optional.of(limits(attributes.limits())));
        lines.put(LaunchKeys.NICE, number(priorities.nice()));
        lines.put(LaunchKeys.IONICE, priorities.io().map(io -> TomlText.string(io.toString())));
        lines.put(LaunchKeys.CPU_AFFINITY, priorities.cpus().map(cpus -> TomlText.string(cpus.toString())));
        lines.put(LaunchKeys.OOM_SCORE_ADJ, number(priorities.oomScoreAdjustment()));
        lines.putAll(cgroup(attributes.cgroup()));
        lines.put(LaunchKeys.CLEAN_ENV, Optional.of(Boolean.toString(attributes.cleanEnvironment())));
        lines.put(LaunchKeys.PTY, Optional.of(Boolean.toString(attributes.terminal())));
        return lines;
    }

    private static Map<Key<?>, Optional<String>> cgroup(CgroupSpec cgroup) {
        Map<Key<?>, Optional<String>> lines = new LinkedHashMap<>();
        lines.put(CgroupKeys.CGROUP, Optional.of(Boolean.toString(cgroup.asked())));
        CgroupKeys.LIMITS.forEach((limit, key) -> {
            Optional<String> value =
                    Optional.ofNullable(cgroup.limits().values().get(limit));
            lines.put(key, limit == CgroupLimit.CPU_MAX ? value.map(TomlText::literal) : value);
        });
        lines.put(CgroupKeys.REQUIRE_CGROUPS, Optional.of(Boolean.toString(cgroup.required())));
        return lines;
    }

    static String limits(Limits limits) {
        return TomlText.table(limits.byResource().entrySet().stream()
                .map(entry -> entry.getKey().word() + " = "
                        + TomlText.string(entry.getValue().toString()))
                .toList());
    }

    private static Optional<String> number(OptionalInt number) {
        return number.isPresent() ? Optional.of(Integer.toString(number.getAsInt())) : Optional.empty();
    }
}
