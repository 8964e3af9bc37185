package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.fake.FakeOs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A census of a fake machine: what it finds, it finds at once, and reports as a message to the loop. */
final class FakeCensus implements Census {

    static final String INSTANCE = "/run/supervisord";

    private final Strays strays;
    private final MainSearch mains;
    private final Consumer<Runnable> toLoop;

    /** What is written into pidfiles. */
    final Map<Path, Pid> pidfiles = new HashMap<>();

    FakeCensus(FakeOs os, Consumer<Runnable> toLoop) {
        this(os, INSTANCE, toLoop);
    }

    FakeCensus(FakeOs os, String instance, Consumer<Runnable> toLoop) {
        this(os, instance, Cgroups.none("not here"), toLoop);
    }

    FakeCensus(FakeOs os, String instance, Cgroups cgroups, Consumer<Runnable> toLoop) {
        this.strays = new Strays(
                os.processes().list(),
                os.processes().adopted(),
                os.processes().self(),
                new Ownership(os.processes().list(), cgroups, instance),
                (level, message) -> {
                    throw new AssertionError(message);
                });
        this.mains = new MainSearch(
                file -> Optional.ofNullable(pidfiles.get(file)),
                os.processes().list(),
                os.processes().adopted(),
                os.clock(),
                os.processes().self(),
                instance);
        this.toLoop = toLoop;
    }

    /** The environment that marks a run. */
    static Map<String, String> mark(ProcessName name, long generation) {
        return Map.of(RunMark.VARIABLE, new RunMark(generation, "d-1", name, INSTANCE).toString());
    }

    @Override
    public void owners(List<Pid> orphans, Consumer<Map<Pid, ProcessName>> answer) {
        Map<Pid, ProcessName> owners = new HashMap<>();
        orphans.forEach(pid -> strays.owner(pid).ifPresent(name -> owners.put(pid, name)));
        toLoop.accept(() -> answer.accept(owners));
    }

    @Override
    public void main(MainSearch.Run run, Consumer<MainSearch.Finding> answer) {
        MainSearch.Finding finding = mains.look(run);
        toLoop.accept(() -> answer.accept(finding));
    }

    @Override
    public void search(ProcessName name, OptionalInt session, Consumer<List<Stray>> answer) {
        List<Stray> found = strays.of(name, seen -> session.isPresent() && seen.session() == session.getAsInt());
        toLoop.accept(() -> answer.accept(found));
    }
}
