package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.model.SocketSpec;
import dev.supervisord.os.Users;
import dev.supervisord.os.posix.PosixFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The path at which the control socket is found. The socket is bound under a temporary name, given its owner and mode, and
 * only then moved to its place, so that it is never reachable with wrong permissions.
 */
final class ControlSocket {

    private static final int UNCHANGED = -1;

    private final Path path;
    private final SocketSpec spec;
    private final Users users;
    private boolean published;
    private int renewals;

    ControlSocket(Path path, SocketSpec spec, Users users) {
        this.path = path;
        this.spec = spec;
        this.users = users;
    }

    Path path() {
        return path;
    }

    /** Where to bind; short, since the kernel takes 107 bytes. */
    Path temporary() {
        String pid = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
        return path.resolveSibling("." + pid + (renewals == 0 ? "" : "-" + renewals));
    }

    /**
     * Makes sure that nobody answers at the path, and that a directory for it exists.
     *
     * @throws Usage when another daemon answers there
     */
    void claim() throws Usage {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new Usage("Error: cannot create the control socket " + path + ": the directory " + directory
                    + " does not exist; create it, or write another path");
        }
        if (answers()) {
            throw new Usage("Error: another program is already listening on the control socket " + path
                    + "; shut it down first, or configure another socket for this daemon");
        }
    }

    /**
     * Before it is bound anew, because somebody has deleted it: makes its directory, and takes another temporary name, for the
     * server that was bound under the last one removes that when it ends.
     */
    void renew() throws IOException {
        renewals++;
        Files.createDirectories(path.toAbsolutePath().getParent());
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobody) {
            return false; // no file, or the socket of a daemon that was killed
        }
    }

    /** Puts the bound socket in its place, with the configured owner and mode. */
    void publish() throws IOException {
        Path bound = temporary();
        int uid = spec.owner().flatMap(users::user).map(Users.User::uid).orElse(UNCHANGED);
        int gid = spec.group().flatMap(users::group).orElse(UNCHANGED);
        if (uid != UNCHANGED || gid != UNCHANGED) {
            PosixFiles.setOwnership(bound, uid, gid);
        }
        PosixFiles.setMode(bound, spec.mode());
        Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        published = true;
    }

    /** Takes the socket away, if this daemon put it there. */
    void remove(Log log) {
        if (published) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException failed) {
                log.error("cannot remove the control socket " + path + ": " + RuntimeDirectory.reason(failed));
            }
        }
    }
}
