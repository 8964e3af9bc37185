package dev.supervisord.app;

import dev.supervisord.engine.SupervisorLoop;
import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.Plan;
import dev.supervisord.os.Pid;
import dev.supervisord.os.posix.PosixDescriptors;

/**
 * Says that a daemon is up to whoever wants to know: the version before it, the service manager, the log, who looks at the terminal, and
 * the process that has put it into the background.
 */
record Announcement(
        Configuration configuration,
        Plan plan,
        Invocation invocation,
        Handoff handoff,
        ServiceNotices notices,
        DaemonLog log) {

    /** As soon as clients can connect. */
    void tell(Pid self, RuntimeDirectory runtime, ControlSocket socket, SupervisorLoop loop) {
        handoff.complete(new PosixDescriptors());
        notices.ready(log);
        if (!handoff.failed().isEmpty()) {
            log.critical(
                    "the upgrade to version " + handoff.failed() + " has failed: it ended before it was up; version "
                            + invocation.version() + " was started again with pid " + self);
        } else if (handoff.isPresent()) {
            log.warn("upgraded: supervisord is now version " + invocation.version() + ", pid " + self + gap(loop));
        } else {
            log.info("supervisord started with pid " + self);
            greet(self, runtime, socket);
            if (Detachment.isDetached()) {
                Detachment.announceUp();
            }
        }
    }

    /** How long programs ran without a daemon, from the last step of the loop before to the first of this one. */
    private String gap(SupervisorLoop loop) {
        return handoff.left()
                .flatMap(left -> loop.beganAt().map(began -> began.minus(left)))
                .map(gap -> "; nobody supervised for " + gap.toMillis() + " ms")
                .orElse("");
    }

    private void greet(Pid self, RuntimeDirectory runtime, ControlSocket socket) {
        if (plan.daemon().foreground() && !plan.daemon().silent()) {
            boolean standard = socket.path().equals(runtime.path().resolve(RuntimeDirectory.SOCKET))
                    && plan.daemon().runtimeDirectory().isEmpty();
            String control =
                    System.getProperty("supervisord.ctl", "ctl") + (standard ? "" : " -c " + configuration.file());
            System.out.print(Greeting.text(invocation.version(), self.value(), configuration.file(), plan, control));
            System.out.flush();
        }
    }
}
