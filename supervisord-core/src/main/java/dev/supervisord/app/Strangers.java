package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * The processes of the machine that have nothing to do with the daemon, as an old version tells a new one, which then need not look
 * at them while nobody supervises. One bit for each pid, in a file that has no name any more when it is handed over.
 *
 * <p>Within the moment that it is good for no pid comes to be used again: the kernel gives each after all others.
 */
final class Strangers {

    private Strangers() {}

    /** For the old version; empty where that is not possible: all processes are looked at then. */
    static Optional<Fd> leave(BitSet pids, Path file, Descriptors descriptors, Log log) {
        try {
            Files.write(file, pids.toByteArray());
            Optional<Fd> left = descriptors.openForReading(file);
            Files.delete(file);
            return left;
        } catch (IOException full) {
            log.debug("cannot write " + file + ": " + RuntimeDirectory.reason(full));
            return Optional.empty();
        }
    }

    /** For the new version. */
    static BitSet receive(Optional<Fd> descriptor) {
        if (descriptor.isEmpty()) {
            return new BitSet();
        }
        try (InputStream in =
                Files.newInputStream(Path.of("/proc/self/fd/" + descriptor.get().number()))) {
            return BitSet.valueOf(in.readAllBytes());
        } catch (IOException failed) {
            return new BitSet(); // all are looked at then
        }
    }
}
