package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes that can be filled up; only root can have one, and not on every machine. */
final class SmallDisk {

    private static final int BLOCK_BYTES = 4096;

    private final Sandbox sandbox;
    private final Path directory;

    private SmallDisk(Sandbox sandbox, Path directory) {
        this.sandbox = sandbox;
        this.directory = directory;
    }

    /** Skips the test where there can be none. */
    static SmallDisk mount(Sandbox sandbox, int megabytes) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small file system");
        Path directory = Files.createDirectory(sandbox.dir().resolve("small"));
        int code = sandbox.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", directory.toString())
                .code();
        assumeTrue(code == 0, "this machine does not allow a mount");
        return new SmallDisk(sandbox, directory);
    }

    Path directory() {
        return directory;
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    /** Takes all the room there is. */
    void fill() throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertEquals("No space left on device", full.getMessage());
        }
    }

    /** Gives it back. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    void unmount() throws IOException, InterruptedException {
        // Lazily: the daemon may still have files open on it.
        sandbox.run("umount", "-l", directory.toString()).exits(0);
    }
}
