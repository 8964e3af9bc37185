package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out below which cgroup the daemon may make others, and which limits can be had there. Changes nothing.
 *
 * <p>Its own is the daemon's to divide where nobody else looks after it: without systemd, or when systemd was told so by {@code
 * Delegate=yes}, which it notes at the cgroup's directory; see "cgroup v2 delegation" in systemd's documentation. A daemon that
 * runs in the cgroup of a program of another supervisord has been given that one.
 */
public final class CgroupSite {

    private static final String DOCUMENTED = "; docs/cgroups.md says what is needed";

    private static final Optional<String> NO_SUBGROUP = Optional.of(
            "the daemon's unit has no DelegateSubgroup=supervisor (systemd 254 or newer); with limits in place"
                    + " systemd could not start the daemon there again" + DOCUMENTED);

    /** Where systemd notes a delegation; the first is seen by everybody from version 251 on. */
    private static final String[] DELEGATION = {"user.delegate", "trusted.delegate"};

    private final CgroupMount mount;
    private final Path base;
    private final Optional<String> refusal;
    private final Optional<String> noLimits;

    private CgroupSite(CgroupMount mount, Path base, Optional<String> refusal, Optional<String> noLimits) {
        this.mount = mount;
        this.base = base;
        this.refusal = refusal;
        this.noLimits = noLimits;
    }

    /** What can be had by a daemon with this runtime directory that runs where this process does. */
    public static CgroupSupport support(CgroupRoot root) {
        return find(root, Path.of("/proc/self"), Path.of("/run/systemd/system")).support();
    }

    /** What can be had on this machine at all, wherever the daemon may run. */
    public static CgroupSupport supportOfMachine(CgroupRoot root) {
        if (root instanceof CgroupRoot.Auto) {
            return CgroupMount.find(Path.of("/proc/self"))
                    .map(mount -> CgroupSupport.of(CgroupMount.controllers(mount.at())))
                    .orElseGet(() -> CgroupSupport.refused(unmounted()));
        }
        return support(root);
    }

    /**
     * @param proc what the kernel tells of the daemon, {@code /proc/self}
     * @param systemd a directory that is there where systemd runs the machine
     */
    static CgroupSite find(CgroupRoot root, Path proc, Path systemd) {
        CgroupMount none = new CgroupMount(Path.of("/"), Path.of("/"));
        if (root instanceof CgroupRoot.Nowhere) {
            return refused(none, "cgroup_root is none");
        }
        Optional<CgroupMount> mount = CgroupMount.find(proc);
        if (mount.isEmpty()) {
            return refused(none, unmounted());
        }
        if (root instanceof CgroupRoot.At given) {
            return writable(mount.get(), given.directory(), Optional.empty());
        }
        Optional<Path> own = CgroupMount.of(proc).flatMap(mount.get()::directory);
        return own.isPresent()
                ? below(mount.get(), own.get(), Files.isDirectory(systemd))
                : refused(
                        mount.get(),
                        "the daemon's own cgroup cannot be seen in "
                                + mount.get().at());
    }

    private static CgroupSite below(CgroupMount mount, Path own, boolean systemd) {
        Optional<Path> given = givenBySupervisord(own);
        if (given.isPresent() || !systemd || own.equals(mount.at())) {
            return writable(mount, given.orElse(own), Optional.empty());
        }
        for (int names = own.getNameCount(); names > mount.at().getNameCount(); names--) {
            if (isDelegated(first(own, names))) {
                return writable(mount, first(own, names), names < own.getNameCount() ? Optional.empty() : NO_SUBGROUP);
            }
        }
        return refused(mount, "the daemon's unit has no Delegate=yes, so " + own + " is systemd's" + DOCUMENTED);
    }

    /** The cgroup of a program of a supervisord that is above this one, or of this very one before it has moved. */
    private static Optional<Path> givenBySupervisord(Path own) {
        for (int i = own.getNameCount() - 1; i > 0; i--) {
            String name = own.getName(i).toString();
            if (CgroupName.isOfDaemon(own.getName(i - 1).toString())) {
                boolean program = CgroupName.parse(name).isPresent();
                boolean itself = name.equals(CgroupName.OWN) && i == own.getNameCount() - 1;
                if (program || itself) {
                    return Optional.of(first(own, program ? i + 1 : i - 1));
                }
            }
        }
        return Optional.empty();
    }

    private static Path first(Path path, int names) {
        return Path.of("/").resolve(path.subpath(0, names));
    }

    private static boolean isDelegated(Path directory) {
        for (String attribute : DELEGATION) {
            Scratch scratch = Scratch.ofThread();
            Memory name = scratch.struct();
            name.setString(0, attribute);
            if (LibC.getxattr(scratch.text(directory.toString()), Scratch.address(name), 0, 0) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static CgroupSite writable(CgroupMount mount, Path base, Optional<String> noLimits) {
        if (!KernelFile.read(base.resolve("cgroup.controllers")).isPresent()) { // version 1 has cgroup.procs as well
            return refused(mount, base + " is no cgroup of version 2");
        }
        Scratch scratch = Scratch.ofThread();
        for (Path needed : new Path[] {base, base.resolve("cgroup.procs")}) {
            if (LibC.faccessat(Linux.AT_FDCWD, scratch.text(needed.toString()), Linux.W_OK, Linux.AT_EACCESS) != 0) {
                return refused(mount, "the daemon may not write " + needed + ": " + Errno.last() + DOCUMENTED);
            }
        }
        return new CgroupSite(mount, base, Optional.empty(), noLimits);
    }

    private static CgroupSite refused(CgroupMount mount, String why) {
        return new CgroupSite(mount, Path.of("/"), Optional.of(why), Optional.empty());
    }

    private static String unmounted() {
        return "no cgroup2 file system is mounted";
    }

    CgroupSupport support() {
        if (refusal.isPresent()) {
            return CgroupSupport.refused(refusal.get());
        }
        return noLimits.isPresent()
                ? CgroupSupport.withoutLimits(noLimits.get())
                : CgroupSupport.of(CgroupMount.controllers(base));
    }

    Optional<String> refusal() {
        return refusal;
    }

    CgroupMount mount() {
        return mount;
    }

    /** The cgroup below which those of processes are made. */
    Path base() {
        return base;
    }

    /** Whether that is the kernel's root, in which processes may be beside cgroups with limits. */
    boolean isRoot() {
        return !Files.exists(base.resolve("cgroup.type"));
    }
}
