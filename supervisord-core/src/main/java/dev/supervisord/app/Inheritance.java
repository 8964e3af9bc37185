package dev.supervisord.app;

import dev.supervisord.engine.Doubts;
import dev.supervisord.engine.HeldSockets;
import dev.supervisord.engine.Restoration;
import dev.supervisord.engine.Restored;
import dev.supervisord.engine.RestoredOutputs;
import dev.supervisord.engine.RestoredSockets;
import dev.supervisord.engine.Stray;
import dev.supervisord.engine.Strays;
import dev.supervisord.engine.Traces;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.OsException;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.posix.PosixListeners;
import dev.supervisord.os.posix.PosixPipeKeeper;
import dev.supervisord.os.posix.PosixSockets;
import dev.supervisord.output.AutoLogs;
import dev.supervisord.output.OutputPump;
import dev.supervisord.output.Outputs.Channel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an earlier daemon has left: the runs on its records, and processes that bear its mark without a record. The next daemon
 * goes on with the first, and starts nothing beside the second.
 *
 * @param restored the runs on record, alive or ended meanwhile
 * @param strays processes of this daemon's programs that no record knows
 */
record Inheritance(List<Restored> restored, List<Stray> strays) {

    Inheritance {
        restored = List.copyOf(restored);
        strays = List.copyOf(strays);
    }

    /**
     * Looks what there is.
     *
     * @param ahead what was read already
     * @throws Usage when that cannot be known; then nothing may be started
     */
    static Inheritance find(Site site, PosixPipeKeeper keeper, ReadAhead ahead) throws Usage {
        Posix posix = site.posix();
        RunRecords records = site.records();
        Adopted kernel = posix.processes().adopted();
        Restoration restoration = new Restoration(records, kernel, posix.clock(), site.instance(), site.log());
        try {
            Traces traces = ahead.traces(site.runtime().path()).orElseGet(() -> Traces.read(records, posix.list()));
            List<Restored> restored = doubts(site, records)
                    .and(
                            restoration.restore(traces, keeper.hasOutlivedDaemon()),
                            traces.records().unreadable(),
                            site.plan());
            alive(restored).forEach(name -> tellOfLostOutput(site, keeper, name));
            return new Inheritance(
                    restored, restoration.isFirst() ? List.of() : straysAt(site).beside(alive(restored), traces));
        } catch (OsException failed) {
            throw new Usage("Error: cannot find out what an earlier supervisord has left running: "
                    + failed.getMessage() + "; nothing was started, because it might run twice then");
        }
    }

    private static Doubts doubts(Site site, RunRecords records) {
        Posix posix = site.posix();
        return new Doubts(
                records,
                new PosixListeners(),
                posix.list(),
                posix.self(),
                site.ownership(),
                posix.processes().adopted(),
                posix.clock(),
                site.log());
    }

    private static void tellOfLostOutput(Site site, PosixPipeKeeper keeper, ProcessName name) {
        for (Channel channel : Channel.values()) {
            keeper.whyLost(site.places().pipe(name, channel))
                    .ifPresent(reason -> site.log()
                            .error("what " + name + " writes to its " + channel.word()
                                    + " cannot be stored until it is restarted: " + reason));
        }
    }

    /** Looks for processes that bear the mark of this directory's daemons. */
    static Strays straysAt(Site site) {
        Posix posix = site.posix();
        return new Strays(posix.list(), posix.processes().adopted(), posix.self(), site.ownership(), site.log());
    }

    private static Set<ProcessName> alive(List<Restored> restored) {
        return restored.stream()
                .filter(Restored::isAlive)
                .map(run -> run.record().name())
                .collect(Collectors.toSet());
    }

    /** Reads on in the pipes of what lives on. */
    void openOutputs(Site site, OutputPump outputs) {
        RestoredOutputs.open(restored, site.plan(), outputs, site.log());
    }

    /** The sockets of the configuration, as far as the version before or programs that live on still have them. */
    HeldSockets heldSockets(Site site, Handoff handoff) {
        PosixSockets kernel = new PosixSockets(site.posix().users());
        HeldSockets sockets = new HeldSockets(kernel, site.log());
        sockets.takeOver(site.plan().sockets(), handoff.sockets(), "the version before");
        new RestoredSockets(kernel, sockets, site.log()).takeOver(restored, site.plan());
        return sockets;
    }

    /** Removes the AUTO logs of earlier daemons that nobody writes any more. */
    void removeOldAutoLogs(Site site) {
        if (site.spec().keepAutoLogs()) {
            return;
        }
        Path directory = site.childLogDirectory();
        try {
            AutoLogs.removeOld(directory, site.spec().identifier(), RestoredOutputs.autoLogs(restored));
        } catch (IOException failed) {
            site.log()
                    .warn("cannot remove the AUTO logs of earlier daemons in " + directory + ": "
                            + RuntimeDirectory.reason(failed));
        }
    }
}
