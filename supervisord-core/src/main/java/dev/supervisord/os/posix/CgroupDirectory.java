package dev.supervisord.os.posix;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One cgroup with all below it, as files. Immutable; what it tells is what the kernel says now. */
record CgroupDirectory(Path path) {

    /** Makes it unless it is there; why it cannot be made, or nothing. */
    Optional<Errno> make() {
        if (LibC.mkdir(Scratch.ofThread().text(path.toString()), 0755) == 0
                || Errno.last().equals(Errno.EEXIST)) {
            return Optional.empty();
        }
        return Optional.of(Errno.last());
    }

    boolean exists() {
        return path.toFile().isDirectory();
    }

    /** Removes it with those below it, as far as nothing lives in them; whether it is gone. */
    boolean remove() {
        below().forEach(CgroupDirectory::remove);
        return LibC.rmdir(Scratch.ofThread().text(path.toString())) == 0 || !exists();
    }

    /** A program may have passed controllers on to cgroups of its own; then no process can enter until that is taken back. */
    void makeEnterable() {
        for (String controller : words("cgroup.subtree_control")) {
            KernelFile.write(path.resolve("cgroup.subtree_control"), "-" + controller);
        }
    }

    List<CgroupDirectory> below() {
        File[] directories = path.toFile().listFiles(File::isDirectory);
        List<CgroupDirectory> below = new ArrayList<>();
        for (File directory : directories == null ? new File[0] : directories) {
            below.add(new CgroupDirectory(directory.toPath()));
        }
        return below;
    }

    Set<String> words(String file) {
        return KernelFile.read(path.resolve(file))
                .filter(text -> !text.isEmpty())
                .map(text -> Set.of(text.split("\\s+")))
                .orElseGet(Set::of);
    }

    /** The processes in it, without those in cgroups below it. */
    List<Pid> processes() {
        return KernelFile.read(path.resolve("cgroup.procs")).stream()
                .flatMap(String::lines)
                .map(Integer::parseInt)
                .filter(pid -> pid > 0) // 0: of another pid namespace
                .map(Pid::new)
                .toList();
    }

    List<Pid> allProcesses() {
        List<Pid> all = new ArrayList<>(processes());
        below().forEach(inner -> all.addAll(inner.allProcesses()));
        return all;
    }

    Optional<Errno> enter(Pid pid) {
        return KernelFile.write(path.resolve("cgroup.procs"), pid.toString());
    }

    /** Needs Linux 5.14. */
    Optional<Errno> kill() {
        return KernelFile.write(path.resolve("cgroup.kill"), "1");
    }

    long oomKills() {
        return KernelFile.number(path.resolve("memory.events"), "oom_kill");
    }

    /** Sets these limits, and takes back all others; those that the kernel refuses, with its reason. */
    List<String> limit(CgroupLimits limits) {
        List<String> refused = new ArrayList<>();
        for (CgroupLimit limit : CgroupLimit.values()) {
            String value = limits.values().get(limit);
            Path file = path.resolve(limit.file());
            if (value != null) {
                KernelFile.write(file, value)
                        .ifPresent(reason -> refused.add(limit.key() + " has no effect: cannot write '" + value
                                + "' to " + file + ": " + reason));
            } else if (file.toFile().exists()) {
                // Where that is refused, as io.weight is without its scheduler, nothing else was ever written.
                KernelFile.write(file, limit.usual());
            }
        }
        return refused;
    }

    /** Empty when nothing lives in it. */
    Optional<Usage> usage(long oomKillsBefore) {
        List<Pid> processes = allProcesses();
        if (processes.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong memory = value("memory.current");
        OptionalLong tasks = value("pids.current");
        Usage counted = memory.isPresent() && tasks.isPresent() ? null : new PosixAccounting().of(processes);
        return Optional.of(new Usage(
                Usage.Source.CGROUP,
                counted == null ? memory.orElseThrow() : memory.orElse(counted.memoryBytes()),
                value("memory.peak"),
                value("memory.max"),
                KernelFile.number(path.resolve("cpu.stat"), "usage_usec"),
                counted == null ? tasks.orElseThrow() : tasks.orElse(counted.tasks()),
                oomKills() - oomKillsBefore));
    }

    private OptionalLong value(String file) {
        return KernelFile.read(path.resolve(file))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }
}
