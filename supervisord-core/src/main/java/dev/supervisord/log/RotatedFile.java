package dev.supervisord.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A log file that is appended to and, like Supervisor's, rotated as soon as it has reached its size.
 *
 * <p>Used by one thread.
 */
final class RotatedFile implements LogTarget {
    private final Path path;
    private final long bytesMax;
    private final NumberedRotation rotation;
    private FileChannel channel;

    /** Opens the file, or creates it. */
    RotatedFile(Path path, long bytesMax, int backups) throws IOException {
        this.path = path;
        this.bytesMax = bytesMax;
        this.rotation = new NumberedRotation(path, backups);
        this.channel = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
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
        FileChannel fresh = open(path);
        channel.close();
        channel = fresh;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
