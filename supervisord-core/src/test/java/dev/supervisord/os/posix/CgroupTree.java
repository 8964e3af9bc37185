package dev.supervisord.os.posix;

import dev.supervisord.model.CgroupRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A machine with cgroups of plain files in a directory: what is written there can be read, and nothing has an effect. */
final class CgroupTree {

    private static final List<String> FILES = List.of(
            "cgroup.procs",
            "cgroup.subtree_control",
            "memory.max",
            "memory.high",
            "memory.events",
            "cpu.max",
            "cpu.weight",
            "pids.max");

    private final Path directory;
    private final String controllers;

    /** @param controllers as in {@code cgroup.controllers} */
    CgroupTree(Path directory, String controllers) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.controllers = controllers;
        cgroup("");
    }

    /** Makes a cgroup with the files that the kernel would make. */
    Path cgroup(String name) throws IOException {
        Path made = Files.createDirectories(mount().resolve(name));
        for (String file : FILES) {
            Files.writeString(made.resolve(file), "");
        }
        Files.writeString(made.resolve("cgroup.controllers"), controllers);
        if (!name.isEmpty()) {
            Files.writeString(made.resolve("cgroup.type"), "domain");
        }
        return made;
    }

    Path mount() {
        return directory.resolve("mounted");
    }

    String read(String name, String file) throws IOException {
        return Files.readString(mount().resolve(name).resolve(file));
    }

    /** What a daemon finds that is in this cgroup. */
    CgroupSite siteIn(String cgroup, CgroupRoot root, boolean systemd) throws IOException {
        Path proc = Files.createDirectories(directory.resolve("proc"));
        Files.writeString(
                proc.resolve("mountinfo"),
                "22 1 0:20 / / rw - ext4 /dev/sda rw\n30 22 0:26 / " + mount()
                        + " rw,nosuid shared:4 - cgroup2 cgroup2 rw\n");
        Files.writeString(proc.resolve("cgroup"), "4:memory:/elsewhere\n0::/" + cgroup + "\n");
        Path running = directory.resolve("systemd");
        if (systemd) {
            Files.createDirectories(running);
        }
        return CgroupSite.find(root, proc, running);
    }
}
