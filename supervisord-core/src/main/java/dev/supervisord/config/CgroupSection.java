package dev.supervisord.config;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.CgroupSpec;
import dev.supervisord.model.CgroupSupport;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of a program about its cgroup, and says which of them cannot be had on this machine. */
final class CgroupSection {
    private final Values values;
    private final CgroupSupport support;
    private final boolean requiredByDefault;

    /**
     * @param support what there is
     * @param requiredByDefault the daemon's {@code require_cgroups}
     */
    CgroupSection(Values values, CgroupSupport support, boolean requiredByDefault) {
        this.values = values;
        this.support = support;
        this.requiredByDefault = requiredByDefault;
    }

    CgroupSpec read() {
        boolean required = values.entry(CgroupKeys.REQUIRE_CGROUPS).isPresent()
                ? values.get(CgroupKeys.REQUIRE_CGROUPS)
                : requiredByDefault;
        Map<CgroupLimit, String> limits = new EnumMap<>(CgroupLimit.class);
        CgroupKeys.LIMITS.forEach((limit, key) -> values.find(key).ifPresent(value -> {
            limits.put(limit, value);
            support.refusal(limit).ifPresent(why -> refuse(key, required, why));
        }));
        boolean asked = values.get(CgroupKeys.CGROUP);
        if (asked) {
            support.refusal().ifPresent(why -> refuse(CgroupKeys.CGROUP, required, why));
        }
        return new CgroupSpec(asked, new CgroupLimits(limits), required);
    }

    private void refuse(Key<?> key, boolean required, String why) {
        if (required) {
            values.error(key, "it cannot be had, and require_cgroups is set: " + why, advice());
        } else {
            values.warn(key, "it has no effect: " + why, advice());
        }
    }

    private String advice() {
        Optional<String> refusal = support.refusal();
        return refusal.isPresent()
                ? "see docs/cgroups.md, or remove it"
                : "pass that controller on to the daemon, or remove it";
    }
}
