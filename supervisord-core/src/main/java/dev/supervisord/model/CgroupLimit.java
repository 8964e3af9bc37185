package dev.supervisord.model;

/** What a cgroup can hold its processes to; the kernel's cgroup-v2 documentation says what each means. */
public enum CgroupLimit {
    MEMORY_HIGH("memory_high", "memory.high", "max"),
    MEMORY_MAX("memory_max", "memory.max", "max"),
    CPU_MAX("cpu_max", "cpu.max", "max"),
    CPU_WEIGHT("cpu_weight", "cpu.weight", "100"),
    IO_WEIGHT("io_weight", "io.weight", "default 100"),
    PIDS_MAX("pids_max", "pids.max", "max");

    private final String key;
    private final String file;
    private final String usual;

    CgroupLimit(String key, String file, String usual) {
        this.key = key;
        this.file = file;
        this.usual = usual;
    }

    /** Its name in the configuration. */
    public String key() {
        return key;
    }

    /** The kernel's file for it. */
    public String file() {
        return file;
    }

    /** What stands there when nothing is configured. */
    public String usual() {
        return usual;
    }

    /** The part of the kernel that sees to it, {@code memory}. */
    public String controller() {
        return file.substring(0, file.indexOf('.'));
    }
}
