package dev.supervisord.app;

import dev.supervisord.engine.Asker;
import dev.supervisord.engine.SupervisorLoop;
import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.Signal;
import dev.supervisord.os.posix.PosixSignals;
import dev.supervisord.output.Outputs;
import dev.supervisord.rpc.RpcServer;
import dev.supervisord.rpc.SignalAudit;

/**
 * What signals to the daemon mean, as in Supervisor: TERM, INT and QUIT end it in order, HUP reads the configuration again,
 * USR2 reopens all log files, and USR1, which ends Supervisor, upgrades the daemon.
 */
final class DaemonSignals {

    private DaemonSignals() {}

    /** Before the first program is started: from then on a signal must not simply end the JVM. */
    static void install(SupervisorLoop loop, Outputs outputs, Auditing audit, DaemonLog log) {
        for (Signal signal : new Signal[] {Signal.TERM, Signal.INT, Signal.QUIT}) {
            PosixSignals.handle(signal, () -> {
                log.warn("received " + signal + " indicating exit request");
                audit.signals()
                        .begin(signal.toString(), "DaemonService/Shutdown")
                        .done();
                loop.shutdown(Asker.signal(signal.toString()));
            });
        }
        PosixSignals.handle(Signal.USR1, () -> log.warn("received SIGUSR1 while starting: too early for an upgrade"));
        PosixSignals.handle(Signal.HUP, () -> log.warn("received SIGHUP while starting: nothing to read again yet"));
        PosixSignals.handle(Signal.USR2, () -> {
            log.info("received SIGUSR2 indicating log reopen request");
            SignalAudit.Act act = audit.signals().begin("SIGUSR2", "Reopen");
            log.reopen();
            audit.reopen();
            outputs.reopen();
            act.done();
        });
    }

    /** As soon as an upgrade is possible. */
    static void upgradeOnUser1(Upgrade upgrade, SignalAudit audit, DaemonLog log) {
        PosixSignals.handle(Signal.USR1, () -> {
            log.warn("received SIGUSR1 indicating upgrade request");
            SignalAudit.Act act = audit.begin("SIGUSR1", "DaemonService/Upgrade");
            upgrade.upgrade().whenComplete((accepted, refused) -> {
                if (refused == null) {
                    act.done();
                } else {
                    log.error(String.valueOf(refused.getMessage()));
                    act.refused(String.valueOf(refused.getMessage()));
                }
            });
        });
    }

    /** As soon as there is somebody who can read the configuration again. */
    static void reloadOnHangup(RpcServer rpc, SignalAudit audit, DaemonLog log) {
        PosixSignals.handle(Signal.HUP, () -> {
            log.warn("received SIGHUP indicating restart request");
            SignalAudit.Act act = audit.begin("SIGHUP", "ConfigService/Reload");
            rpc.reload(reading -> {
                        reading.warnings().forEach(warning -> log.warn(warning.text()));
                        reading.problems().forEach(problem -> log.error(problem.text()));
                        if (reading.plan().isEmpty()) {
                            log.error("the configuration is refused, nothing was changed");
                        }
                    })
                    .thenAccept(refusal -> refusal.ifPresentOrElse(act::refused, act::done));
        });
    }
}
