package dev.supervisord.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A log file that is appended to and, like Supervisor's, rotated as soon as it has reached its size.
 *
 * <p>Used by one thread.
 */
final class RotatedFile implements LogTarget {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path path;
    private final long bytesMax;
    private final NumberedRotation rotation;
    private final FileAttribute<?>[] attributes;
    private FileChannel channel;

    /** Opens the file, or creates it. */
    RotatedFile(Path path, long bytesMax, int backups) throws IOException {
        this(path, bytesMax, backups, new FileAttribute<?>[0]);
    }

    /** A file that only its owner can read, once it is made here. */
    static RotatedFile secret(Path path, long bytesMax, int backups) throws IOException {
        return new RotatedFile(path, bytesMax, backups, new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        });
    }

    private RotatedFile(Path path, long bytesMax, int backups, FileAttribute<?>[] attributes) throws IOException {
        this.path = path;
        this.bytesMax = bytesMax;
        this.rotation = new NumberedRotation(path, backups);
        this.attributes = attributes;
        this.channel = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, OPTIONS, attributes);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        while (lines.hasRemaining()) {
            channel.write(lines);
        }
        if (bytesMax > 0 && channel.size() >= bytesMax) {
            rotate();
        }
    }

    private void rotate() throws IOException {
        if (rotation.backups() == 0) {
            channel.truncate(0);
            return;
        }
        rotation.shift();
        reopen();
    }

    @Override
    public void reopen() throws IOException {
        FileChannel fresh = open();
        channel.close();
        channel = fresh;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
