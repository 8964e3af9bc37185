package dev.supervisord.os.posix;

import dev.supervisord.os.Pid;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passes the kernel's controllers on to the cgroups of processes. Used by one thread.
 *
 * <p>The kernel does that only where no process is in the cgroup itself ("no internal processes"), its root excepted. So a daemon
 * in the cgroup that it divides goes into one below it first, with what it has launched there.
 */
final class CgroupControllers {

    private final CgroupSite site;
    private final CgroupDirectory base;
    private final CgroupDirectory daemon;
    private final CgroupDirectory own;
    private final Pid self;
    private final Set<String> passedOn = new HashSet<>();
    private boolean moved;

    /** @param daemon the directory for the cgroups of processes, in the site's base */
    CgroupControllers(CgroupSite site, CgroupDirectory daemon, Pid self) {
        this.site = site;
        this.base = new CgroupDirectory(site.base());
        this.daemon = daemon;
        this.own = new CgroupDirectory(daemon.path().resolve(CgroupName.OWN));
        this.self = self;
    }

    /** Why a controller cannot be passed on; empty when it is. */
    Optional<String> passOn(String controller) {
        if (passedOn.contains(controller)) {
            return Optional.empty();
        }
        if (!site.isRoot() && !base.words("cgroup.subtree_control").contains(controller)) {
            leave();
        }
        for (CgroupDirectory directory : List.of(base, daemon)) {
            Optional<String> refusal = passOn(controller, directory);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        passedOn.add(controller);
        return Optional.empty();
    }

    private static Optional<String> passOn(String controller, CgroupDirectory directory) {
        if (directory.words("cgroup.subtree_control").contains(controller)) {
            return Optional.empty();
        }
        Path file = directory.path().resolve("cgroup.subtree_control");
        return KernelFile.write(file, "+" + controller).map(reason -> {
            List<Pid> processes = directory.processes();
            String why = reason.equals(Errno.EBUSY) && !processes.isEmpty()
                    ? "; process " + processes.get(0) + " is in that cgroup, which must have none"
                    : "";
            return "cannot write '+" + controller + "' to " + file + ": " + reason + why;
        });
    }

    /** Moves the daemon and its descendants out of the base, if they are in it. */
    private void leave() {
        List<Pid> inBase = base.processes();
        if (!inBase.contains(self) || own.make().isPresent()) {
            return;
        }
        moved = true;
        for (Pid pid : inBase) {
            if (isDescendant(pid)) {
                own.enter(pid); // one that has ended meanwhile, or that stays, is seen when controllers are passed on
            }
        }
    }

    private boolean isDescendant(Pid pid) {
        int at = pid.value();
        while (at > 1 && at != self.value()) {
            at = ProcFs.stat(new Pid(at)).map(ProcFs.ProcessStat::parent).orElse(0);
        }
        return at == self.value();
    }

    /** Goes back to where the daemon was at first, so that nothing of it is left. */
    void takeBack() {
        boolean inOwn = moved || own.processes().contains(self);
        if (inOwn) {
            daemon.makeEnterable();
            base.makeEnterable();
            own.processes().forEach(base::enter);
            own.remove();
        }
        passedOn.clear();
    }
}
