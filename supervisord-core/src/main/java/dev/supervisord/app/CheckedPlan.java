package dev.supervisord.app;

import dev.supervisord.config.ReadResult;
import dev.supervisord.config.StoredPlan;
import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a plan from the check of a new version to that version itself: what was checked is what is executed, and while nobody
 * supervises no configuration is read. A file for a moment, since there are secrets in it an open one without a name.
 *
 * <p>Where it does not arrive whole, the configuration is read again.
 */
final class CheckedPlan {

    /** Names the file, for {@code upgrade-check}. */
    static final String VARIABLE = "SUPERVISORD_CHECKED_PLAN";

    private final Path file;
    private final Log log;

    private CheckedPlan(Path file, Log log) {
        this.file = file;
        this.log = log;
    }

    /** For the old version: makes room for what its check will leave. */
    static CheckedPlan expectedAt(Path file, Log log) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException full) {
            log.debug("cannot make " + file + ": " + RuntimeDirectory.reason(full));
        }
        return new CheckedPlan(file, log);
    }

    /** The environment of the check. */
    Map<String, String> environment(Map<String, String> usual) {
        Map<String, String> environment = new HashMap<>(usual);
        environment.put(VARIABLE, file.toString());
        return environment;
    }

    /** For the old version, after a good check: what was left, as a descriptor. */
    Optional<Fd> collect(Descriptors descriptors) {
        return descriptors.openForReading(file);
    }

    /** For the old version, whatever the check has said: the file is not needed any more. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            log.warn("cannot remove " + file + ": " + RuntimeDirectory.reason(failed));
        }
    }

    /** For the check: leaves what was read to the version that is to be executed, if somebody waits for it. */
    static void leave(ReadResult result, Map<String, String> environment) {
        String file = environment.getOrDefault(VARIABLE, "");
        if (!file.isEmpty() && result.plan().isPresent()) {
            List<String> remarks =
                    result.warnings().stream().map(Object::toString).toList();
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(Path.of(file), StandardOpenOption.WRITE))) {
                new StoredPlan(result.plan().get(), remarks).write(out);
            } catch (IOException full) {
                System.out.println("cannot store what was checked: " + RuntimeDirectory.reason(full));
            }
        }
    }

    /** For the new version: what was left for it. */
    static Optional<StoredPlan> receive(Optional<Fd> descriptor) {
        if (descriptor.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of("/proc/self/fd/" + descriptor.get().number());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(StoredPlan.read(in));
        } catch (IOException incomplete) {
            return Optional.empty(); // the files say the same
        }
    }
}
