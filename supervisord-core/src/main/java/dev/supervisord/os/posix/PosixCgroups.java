package dev.supervisord.os.posix;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cgroups as directories of {@code cgroups(7)}: {@code BASE/supervisord-1a2b3c4d/group:process}.
 *
 * <p>Nothing is made or moved before the first process needs it. A later daemon of the same runtime directory makes the same names,
 * and finds those of processes that live on by {@code /proc/PID/cgroup}. Threads as {@link Cgroups} says.
 */
public final class PosixCgroups implements Cgroups {

    /** What is counted beside what is limited, where the kernel can: it costs next to nothing. */
    private static final Set<String> COUNTING = Set.of("memory", "pids");

    /** A millisecond each. */
    private static final int REMOVALS_MAX = 20;

    /** @param oomKillsBefore what was counted there before the present run */
    private record Home(CgroupDirectory directory, long oomKillsBefore) {}

    private final CgroupSite site;
    private final String daemonName;
    private final CgroupSupport support;
    private final CgroupDirectory daemon;
    private final CgroupControllers controllers;
    private final Map<ProcessName, Home> homes = new ConcurrentHashMap<>();

    private PosixCgroups(CgroupSite site, String instance, Pid self) {
        this.site = site;
        this.daemonName = CgroupName.ofDaemon(instance);
        this.support = site.support();
        this.daemon = new CgroupDirectory(site.base().resolve(daemonName));
        this.controllers = new CgroupControllers(site, daemon, self);
    }

    /** @param instance what this daemon and its successors have in common and no other daemon has: the runtime directory */
    public static Cgroups find(CgroupRoot root, String instance, Pid self) {
        return at(CgroupSite.find(root, Path.of("/proc/self"), Path.of("/run/systemd/system")), instance, self);
    }

    static Cgroups at(CgroupSite site, String instance, Pid self) {
        return site.refusal()
                .map(why -> Cgroups.none("it has no cgroup: " + why))
                .orElseGet(() -> new PosixCgroups(site, instance, self));
    }

    @Override
    public Prepared prepare(ProcessName name, CgroupLimits limits) {
        Optional<String> directory = CgroupName.of(name);
        if (directory.isEmpty()) {
            return new Prepared(Optional.empty(), List.of("it has no cgroup: its name is too long for a directory"));
        }
        CgroupDirectory own = new CgroupDirectory(daemon.path().resolve(directory.get()));
        own.remove(); // of an earlier run
        Optional<Errno> refused = daemon.make().or(own::make);
        if (refused.isPresent()) {
            return new Prepared(
                    Optional.empty(), List.of("it has no cgroup: cannot make " + own.path() + ": " + refused.get()));
        }
        own.makeEnterable();
        List<String> problems = limit(own, limits);
        homes.put(name, new Home(own, own.oomKills()));
        return new Prepared(Optional.of(own.path()), problems);
    }

    private List<String> limit(CgroupDirectory directory, CgroupLimits limits) {
        for (String counting : COUNTING) {
            if (support.controllers().contains(counting)) {
                controllers.passOn(counting); // where that fails, it is told of the limits that need it
            }
        }
        List<String> problems = new ArrayList<>();
        Map<CgroupLimit, String> possible = new EnumMap<>(CgroupLimit.class);
        limits.values()
                .forEach((limit, value) -> support.refusal(limit)
                        .or(() -> controllers.passOn(limit.controller()))
                        .ifPresentOrElse(
                                why -> problems.add(limit.key() + " has no effect: " + why),
                                () -> possible.put(limit, value)));
        problems.addAll(directory.limit(new CgroupLimits(possible)));
        return problems;
    }

    @Override
    public List<String> limit(ProcessName name, CgroupLimits limits) {
        Home home = homes.get(name);
        return home == null ? List.of() : limit(home.directory(), limits);
    }

    @Override
    public void adopt(ProcessName name, Pid main) {
        home(main)
                .filter(home -> process(home).filter(name::equals).isPresent())
                .flatMap(home -> site.mount().directory(home))
                .map(CgroupDirectory::new)
                .ifPresent(found -> homes.put(name, new Home(found, found.oomKills())));
    }

    @Override
    public boolean has(ProcessName name) {
        return homes.containsKey(name);
    }

    @Override
    public Optional<ProcessName> owner(Pid pid) {
        return home(pid).flatMap(PosixCgroups::process);
    }

    private Optional<Path> home(Pid pid) {
        return CgroupMount.of(pid).flatMap(cgroup -> CgroupName.home(cgroup, daemonName));
    }

    private static Optional<ProcessName> process(Path home) {
        return CgroupName.parse(home.getName(home.getNameCount() - 1).toString());
    }

    @Override
    public void kill(ProcessName name) {
        Home home = homes.get(name);
        if (home != null && home.directory().kill().isPresent()) {
            // Before Linux 5.14 one after the other; what forks meanwhile is found when it is looked at again.
            home.directory().allProcesses().forEach(pid -> LibC.kill(pid.value(), Signal.KILL.number()));
        }
    }

    @Override
    public long oomKills(ProcessName name) {
        Home home = homes.get(name);
        return home == null ? 0 : home.directory().oomKills() - home.oomKillsBefore();
    }

    @Override
    public Optional<Usage> usage(ProcessName name) {
        return Optional.ofNullable(homes.get(name))
                .flatMap(home -> home.directory().usage(home.oomKillsBefore()));
    }

    @Override
    public void remove(ProcessName name) {
        Home home = homes.get(name);
        for (int attempt = 0; home != null && attempt < REMOVALS_MAX; attempt++) {
            if (home.directory().remove()) {
                homes.remove(name);
                return;
            }
            if (!home.directory().allProcesses().isEmpty()) {
                return;
            }
            LibC.poll(0, 0, 1); // the kernel still takes out what has just ended
        }
    }

    @Override
    public void end() {
        if (!daemon.exists()) {
            return;
        }
        for (CgroupDirectory left : daemon.below()) {
            if (CgroupName.parse(left.path().getFileName().toString()).isPresent()) {
                left.remove();
            }
        }
        controllers.takeBack();
        daemon.remove();
    }
}
