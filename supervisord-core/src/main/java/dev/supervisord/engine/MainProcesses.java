package dev.supervisord.engine;

import dev.supervisord.engine.MainSearch.Main;
import dev.supervisord.engine.MainSearch.Nobody;
import dev.supervisord.engine.MainSearch.Run;
import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Seeking;
import dev.supervisord.os.Clock;
import dev.supervisord.os.ProcessList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds the main processes of programs that put them into the background: asks for what their pidfiles name, again and again as
 * long as that may still come. Owned by the loop thread.
 */
final class MainProcesses {

    /** A file is looked into so often; the state it is done in has a limit of its own. */
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Census census;
    private final ProcessList list;
    private final Clock clock;
    private final Timers timers;
    private final Leftovers leftovers;
    private final BiConsumer<Supervised, Main> found;
    private final Consumer<Supervised> missing;

    /**
     * @param found told of the main process of a process that is SEEKING
     * @param missing told when there is none, and none can come
     */
    MainProcesses(
            Census census,
            ProcessList list,
            Clock clock,
            Timers timers,
            Leftovers leftovers,
            BiConsumer<Supervised, Main> found,
            Consumer<Supervised> missing) {
        this.census = census;
        this.list = list;
        this.clock = clock;
        this.timers = timers;
        this.leftovers = leftovers;
        this.found = found;
        this.missing = missing;
    }

    /** @param process one that is SEEKING */
    void seek(Supervised process) {
        Seeking state = (Seeking) process.state();
        Path pidfile = process.spec().role().forking().orElseThrow().pidfile();
        Duration since = clock.monotonic().minus(state.cause().lived());
        ask(process, state, new Run(process.name(), state.generation(), pidfile, process.lastPid(), since));
    }

    private void ask(Supervised process, Seeking state, Run run) {
        census.main(run, finding -> {
            if (!process.state().equals(state)) {
                return; // it was settled otherwise meanwhile
            }
            if (finding instanceof Main main && isAlive(main)) {
                found.accept(process, main);
            } else if (mayCome(process, state, finding)) {
                timers.arm(clock.monotonic().plus(INTERVAL), () -> {
                    if (process.state().equals(state)) {
                        ask(process, state, run);
                    }
                });
            } else {
                missing.accept(process);
            }
        });
    }

    /** As children are reaped on this thread, one that has not ended now is going to be reaped as what it becomes here. */
    private boolean isAlive(Main main) {
        return list.look(main.identity().pid())
                .filter(seen -> seen.identity().equals(main.identity()))
                .isPresent();
    }

    /**
     * Where nothing of the run lives, nobody can write the file. And a server that replaces itself has removed the file before
     * its end; one that crashed has not.
     */
    private boolean mayCome(Supervised process, Seeking state, MainSearch.Finding finding) {
        boolean isWritten = false;
        if (finding instanceof Nobody nobody) {
            isWritten = nobody.isWritten();
            String why = "Went into the background, but " + nobody.why();
            if (state.before() instanceof State.Forking && !process.reason().equals(why)) {
                process.explain(why);
            }
        }
        boolean crashed = isWritten && !(state.before() instanceof State.Forking);
        return !crashed && !leftovers.areGone(process.name());
    }
}
