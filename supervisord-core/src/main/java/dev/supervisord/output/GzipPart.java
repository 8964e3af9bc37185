package dev.supervisord.output;

import dev.supervisord.os.Descriptors.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A compressed part of a log, read from its beginning to its end. Used by one thread. */
final class GzipPart implements OpenPart {
    private static final int BUFFER_BYTES = 16 * 1024;

    /** Bytes passed over at once, so that other readers have their turn. */
    private static final long PASSED_OVER_MAX = 1 << 20;

    private final FileChannel file;
    private @Nullable InputStream text;
    private long at;

    private GzipPart(FileChannel file) {
        this.file = file;
    }

    /** What a compressed part stands for: the file that it was made from and that one's size. */
    record Original(FileId file, long size) {}

    /**
     * Opens a compressed part and says what it stands for; empty when it has gone, or is no gzip file.
     *
     * @param own its own identity, by which it goes when it does not say what it was made from
     */
    static Optional<Original> look(Path path, FileId own) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            Optional<GzipHeader> header = GzipHeader.of(file);
            if (header.isPresent()) {
                return Optional.of(
                        new Original(id(header.get(), own), header.get().length()));
            }
            long length = GzipTrailer.length(file);
            return length < 0 ? Optional.empty() : Optional.of(new Original(own, length));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static FileId id(GzipHeader header, FileId own) {
        return new FileId(own.device(), header.inode(), header.born());
    }

    /** Opens a compressed part if it stands for this file. */
    static Optional<OpenPart> open(Path path, FileId own, FileId wanted) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            if (isOf(file, own, wanted)) {
                return Optional.of(new GzipPart(file));
            }
            file.close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Whether a compressed part stands for this file; closes it when it cannot be read. */
    private static boolean isOf(FileChannel part, FileId own, FileId wanted) throws IOException {
        try {
            return GzipHeader.of(part)
                    .map(header -> id(header, own))
                    .orElse(own)
                    .equals(wanted);
        } catch (IOException e) {
            part.close();
            throw e;
        }
    }

    @Override
    public int readAt(byte[] into, int length, long offset) {
        try {
            InputStream from = text;
            if (from == null || offset < at) {
                file.position(0);
                from = new GZIPInputStream(Channels.newInputStream(file), BUFFER_BYTES);
                text = from;
                at = 0;
            }
            if (offset > at) {
                long passed = from.skip(Math.min(offset - at, PASSED_OVER_MAX));
                at += passed;
                return passed == 0 ? 0 : AGAIN;
            }
            int read = Math.max(0, from.read(into, 0, length));
            at += read;
            return read;
        } catch (IOException e) {
            // A damaged file: what cannot be read is counted as missed, and the reader told.
            return 0;
        }
    }

    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public void close() {
        try {
            if (text != null) {
                text.close();
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
