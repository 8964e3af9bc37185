package dev.supervisord.app;

import dev.supervisord.engine.RecorderThread;
import dev.supervisord.log.Log;
import dev.supervisord.os.OsException;
import dev.supervisord.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;

/**
 * What others have to find of a running daemon: its runtime directory with the lock and the records, and its control socket. What
 * somebody has deleted is made again, and the log says so. For the thread that waits for the daemon's end.
 */
final class Premises {

    /** So long something may be missing before that is seen. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Site site;
    private final Instance instance;
    private final ControlSocket socket;
    private final RpcServer rpc;
    private final RecorderThread recorder;
    private String trouble = "";

    Premises(Site site, Instance instance, ControlSocket socket, RpcServer rpc, RecorderThread recorder) {
        this.site = site;
        this.instance = instance;
        this.socket = socket;
        this.rpc = rpc;
        this.recorder = recorder;
    }

    /** Looks once, and makes what is missing. */
    void look() {
        try {
            if (!Files.exists(site.runtime().lock())) {
                makeDirectory();
            }
            if (!Files.exists(socket.path(), LinkOption.NOFOLLOW_LINKS)) {
                makeSocket();
            }
            trouble = "";
        } catch (IOException | OsException failed) {
            String reason = String.valueOf(failed.getMessage());
            if (!reason.equals(trouble)) {
                log().error("cannot make it again: " + reason);
            }
            trouble = reason;
        }
    }

    private Log log() {
        return site.log();
    }

    private void tell(String what) {
        if (trouble.isEmpty()) {
            log().critical(what);
        }
    }

    private void makeDirectory() throws IOException {
        tell("somebody has deleted the runtime directory " + site.runtime().path()
                + " or its lock; programs run on, and it is made again; the output of those that are not restarted is lost if supervisord"
                + " is killed");
        site.runtime().makeAgain();
        if (!instance.claimAgain(site.runtime().lock())) {
            throw new IOException(
                    "another supervisord has taken " + site.runtime().lock()
                            + " meanwhile; end one of the two with kill -9, which leaves the programs alone");
        }
        recorder.writeAll();
    }

    private void makeSocket() throws IOException {
        tell("somebody has deleted the control socket " + socket.path() + "; it is made again");
        socket.renew();
        rpc.listen(socket.temporary(), NamedThreads.factory("rpc-io"));
        socket.publish();
        log().warn("the control socket " + socket.path() + " is there again");
    }
}
