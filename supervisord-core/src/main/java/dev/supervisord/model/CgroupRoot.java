package dev.supervisord.model;

import java.nio.file.Path;

/** Below which cgroup the daemon makes those of its processes ({@code cgroup_root}). */
public sealed interface CgroupRoot {

    /** Below its own, where it may. */
    record Auto() implements CgroupRoot {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** There are to be none. */
    record Nowhere() implements CgroupRoot {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** Below this directory of a cgroup2 file system, which is the daemon's alone. */
    record At(Path directory) implements CgroupRoot {
        @Override
        public String toString() {
            return directory.toString();
        }
    }
}
