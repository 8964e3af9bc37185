package dev.supervisord.os.posix;

import dev.supervisord.os.Pid;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cgroup2 file system as this process sees it ({@code /proc/self/mountinfo}).
 *
 * @param at where it is mounted
 * @param shown which cgroup is seen there; {@code /} unless a container has not been given a namespace of its own
 */
record CgroupMount(Path at, Path shown) {

    private static final int ROOT_FIELD = 3;
    private static final int PLACE_FIELD = 4;

    /** Empty when none is mounted. */
    static Optional<CgroupMount> find(Path proc) {
        return KernelFile.read(proc.resolve("mountinfo")).stream()
                .flatMap(String::lines)
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> line.split(" ", -1))
                .map(fields -> new CgroupMount(Path.of(fields[PLACE_FIELD]), Path.of(fields[ROOT_FIELD])))
                .findFirst();
    }

    /** The path of a process's cgroup, as {@code cgroups(7)} has it; empty when it has ended. */
    static Optional<Path> of(Path proc) {
        return KernelFile.read(proc.resolve("cgroup")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("0::/"))
                .map(line -> Path.of(line.substring("0::".length())))
                .findFirst();
    }

    static Optional<Path> of(Pid pid) {
        return of(Path.of("/proc", pid.toString()));
    }

    /** The directory of a cgroup; empty when it cannot be seen from here. */
    Optional<Path> directory(Path cgroup) {
        return cgroup.startsWith(shown) && !cgroup.normalize().toString().contains("..")
                ? Optional.of(at.resolve(shown.relativize(cgroup)).normalize())
                : Optional.empty();
    }

    /** The controllers that are passed on to a directory. */
    static Set<String> controllers(Path directory) {
        return KernelFile.read(directory.resolve("cgroup.controllers")).stream()
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
