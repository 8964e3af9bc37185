package dev.supervisord.ctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the process finds around it when it looks for the daemon.
 *
 * @param directory the working directory
 * @param etc {@code /etc}
 * @param uid asks for the user's number
 */
record Surroundings(Map<String, String> environment, Path directory, Path etc, IntSupplier uid) {
    /** Those of this process. */
    static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), Path.of(""), Path.of("/etc"), new Proc());
    }

    private static final class Proc implements IntSupplier {
        @Override
        public int getAsInt() {
            try {
                return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot find out who runs this: /proc is not mounted", e);
            }
        }
    }
}
