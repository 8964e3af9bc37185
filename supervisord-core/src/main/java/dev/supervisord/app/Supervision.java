package dev.supervisord.app;

import dev.supervisord.engine.CensusThread;
import dev.supervisord.engine.HeldSockets;
import dev.supervisord.engine.LauncherThread;
import dev.supervisord.engine.MainSearch;
import dev.supervisord.engine.Reaper;
import dev.supervisord.engine.RecorderThread;
import dev.supervisord.engine.Restored;
import dev.supervisord.engine.RunCgroups;
import dev.supervisord.engine.RunJournal;
import dev.supervisord.engine.RunTrees;
import dev.supervisord.engine.RunUsage;
import dev.supervisord.engine.SupervisorLoop;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.posix.PosixAccounting;
import dev.supervisord.os.posix.PosixPidFiles;
import dev.supervisord.output.OutputPump;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The loop and the threads that work for it: made, started and ended together. */
final class Supervision {

    private final Site site;
    private final VitalThreads vital;
    private final SupervisorLoop loop;
    private final Reaper reaper;
    private final Reaper adopted;
    private final RecorderThread recorder;
    private final LauncherThread launcher;
    private final CensusThread census;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Makes them; nothing runs yet.
     *
     * @param environment what the programs inherit
     */
    Supervision(
            Site site,
            Inheritance inheritance,
            OutputPump outputs,
            HeldSockets sockets,
            KeptStops keptStops,
            Map<String, String> environment)
            throws Usage {
        this.site = site;
        this.vital = new VitalThreads(site.log());
        Posix posix = site.posix();
        loop = new SupervisorLoop(site.spec(), posix.clock(), site.log());
        reaper = new Reaper(posix.processes()::awaitExit, loop::post);
        adopted = new Reaper(posix.processes().adopted()::awaitEnd, loop::post);
        RunJournal journal = new RunJournal(
                site.records(),
                posix.processes().adopted(),
                posix.clock(),
                site.log(),
                site.instance(),
                posix.self(),
                inheritance.restored().stream()
                        .filter(run -> run.doubt().isEmpty())
                        .map(Restored::record)
                        .toList());
        recorder = new RecorderThread(journal, keptStops, outputs::finish, loop::post, site.log());
        launcher = new LauncherThread(
                posix.processes(),
                outputs,
                environment,
                journal,
                sockets,
                new RunCgroups(site.cgroups(), site.log()),
                loop::post,
                reaper::childBorn,
                site.log());
        census = new CensusThread(Inheritance.straysAt(site), mainSearch(), adopted::childBorn, loop::post, site.log());
    }

    private MainSearch mainSearch() {
        Posix posix = site.posix();
        return new MainSearch(
                new PosixPidFiles(),
                posix.list(),
                posix.processes().adopted(),
                posix.clock(),
                posix.self(),
                site.instance());
    }

    /** Starts the threads; requests and signals are taken from now on. */
    void start(Inheritance inheritance, OutputPump outputs) {
        Posix posix = site.posix();
        vital.start("recorder", recorder::run);
        vital.start("census", census::run);
        launcher.order(
                () -> { // before it launches anything
                    inheritance.removeOldAutoLogs(site);
                    inheritance.openOutputs(site, outputs);
                });
        vital.start("supervisor-loop", () -> {
            loop.run(
                    posix.processes(),
                    launcher,
                    site.cgroups(),
                    recorder,
                    posix.list(),
                    census,
                    name -> launcher.order(() -> outputs.detach(name)));
            ended.countDown();
        });
    }

    /**
     * Starts the programs, and goes on with those that live on. Nobody supervises these before that, so all else waits for it then:
     * the launcher, which reads their pipes first, and who has called this.
     */
    void begin(Inheritance inheritance, KeptStops.Reading kept) {
        CompletionStage<Void> begun =
                loop.begin(site.plan(), inheritance.restored(), inheritance.strays(), kept.names());
        if (!inheritance.restored().isEmpty()) {
            begun.toCompletableFuture().join();
        }
        vital.start("launcher", launcher::run);
        // Only now, because children of before this process executed itself anew may have ended already.
        vital.start("reaper", () -> reaper.run(loop::reapAll));
        vital.start("adopted", () -> adopted.run(loop::reapAll));
    }

    SupervisorLoop loop() {
        return loop;
    }

    LauncherThread launcher() {
        return launcher;
    }

    RecorderThread recorder() {
        return recorder;
    }

    RunTrees trees() {
        return new RunTrees(site.posix().list(), site.posix().self(), site.ownership());
    }

    RunUsage usage() {
        return new RunUsage(trees(), site.cgroups(), new PosixAccounting());
    }

    /** Whether the loop ends within a time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for the loop's end, and then a little for the work that it has given to others.
     *
     * @param upgrade whether the launcher and the recorder are still needed after that
     */
    void awaitEnd(Upgrade upgrade, Duration grace) throws InterruptedException {
        ended.await();
        boolean done = upgrade.isDue()
                ? launcher.settle(grace) && recorder.settle(grace)
                : launcher.finish(grace) && recorder.finish(grace);
        if (!done) {
            site.log()
                    .warn(
                            "a launch does not come to its end; the records of its program are left to the next supervisord");
        }
    }
}
