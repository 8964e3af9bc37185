package dev.supervisord.ctl;

import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.UpgradeRequest;
import dev.supervisord.v1.UpgradeResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code upgrade}: has the daemon become the version of it that is installed now, and waits until that is up. */
final class UpgradeCommand implements Command {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public String help() {
        return "upgrade\t\t\tBecome the version of supervisord that is installed now; programs run on";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        Console console = session.console();
        if (!words.isEmpty()) {
            return Dispatch.usage(this, "upgrade accepts no arguments", session, ExitCode.ERROR);
        }
        GetVersionResponse before = session.soon(session.daemon()).getVersion(GetVersionRequest.getDefaultInstance());
        UpgradeResponse accepted = session.daemon().upgrade(UpgradeRequest.getDefaultInstance());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            GetVersionResponse now = version(session);
            if (now.getUpgrades() >= accepted.getUpgrades() && now.getPid() == before.getPid()) {
                console.line("Upgraded: version " + before.getVersion() + " is now version " + now.getVersion()
                        + " (pid " + now.getPid() + ")");
                return ExitCode.OK;
            }
            if (!now.getFailedUpgrade().isEmpty() && now.getPid() != before.getPid()) {
                console.line("ERROR: version " + now.getFailedUpgrade() + " did not come up; version "
                        + now.getVersion() + " was started again (pid " + now.getPid() + ")");
                return ExitCode.ERROR;
            }
            pause();
        }
        console.line("ERROR: the new version was executed and has not come up within " + PATIENCE_SECONDS + " seconds");
        return ExitCode.ERROR;
    }

    /** Nothing in it while nobody answers. */
    private static GetVersionResponse version(Session session) {
        try {
            return session.soon(session.daemon()).getVersion(GetVersionRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            // The version that ends resets what it does not answer any more.
            if (code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED) {
                return GetVersionResponse.getDefaultInstance();
            }
            throw e;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
