package dev.supervisord.model;

import java.util.Optional;
import java.util.Set;

/**
 * What can be had of cgroups.
 *
 * @param refusal why a process cannot have one, and what to do; empty when it can
 * @param noLimits why none can have limits all the same; empty when some can
 * @param controllers the parts of the kernel that can hold a cgroup to limits, {@code memory}
 */
public record CgroupSupport(Optional<String> refusal, Optional<String> noLimits, Set<String> controllers) {

    public CgroupSupport {
        controllers = Set.copyOf(controllers);
    }

    /** Nothing can be had. */
    public static CgroupSupport refused(String why) {
        return new CgroupSupport(Optional.of(why), Optional.of(why), Set.of());
    }

    /** Cgroups that hold processes together, and to nothing. */
    public static CgroupSupport withoutLimits(String why) {
        return new CgroupSupport(Optional.empty(), Optional.of(why), Set.of());
    }

    /** Cgroups with what these can limit. */
    public static CgroupSupport of(Set<String> controllers) {
        return new CgroupSupport(Optional.empty(), Optional.empty(), controllers);
    }

    /** Why a limit cannot be had. */
    public Optional<String> refusal(CgroupLimit limit) {
        return noLimits.or(() -> controllers.contains(limit.controller())
                ? Optional.empty()
                : Optional.of("the kernel's controller '" + limit.controller()
                        + "' is not to be had in cgroup v2; v1 may have it, or it was not passed on"));
    }
}
