package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the file of a segment under the name that it has at present, plain or compressed. Used by one thread. */
final class PartFinder {
    /** How often a file is looked for that changes its name at that very moment. */
    private static final int SEARCHES_MAX = 8;

    private final Descriptors descriptors;
    private final ReadableLog log;

    PartFinder(Descriptors descriptors, ReadableLog log) {
        this.descriptors = descriptors;
        this.log = log;
    }

    /** Opens the segment's file; none when it is gone. */
    @Nullable
    OpenPart find(Segment segment) {
        for (int search = 0; search < SEARCHES_MAX; search++) {
            Optional<OpenPart> found = findAs(log.path(), segment);
            for (Path part : found.isPresent() ? List.<Path>of() : parts()) {
                if (found.isEmpty() && !segment.isRemoved()) {
                    found = findAs(part, segment);
                }
            }
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    private List<Path> parts() {
        try {
            return log.rotation().possible();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the rotated files of " + log.path(), e);
        }
    }

    /** Opens the file of this name if it is the segment's. */
    private Optional<OpenPart> findAs(Path path, Segment segment) {
        Optional<FileStatus> there = segment.isRemoved() ? Optional.empty() : descriptors.status(path);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (Rotation.isCompressed(path) && !path.equals(log.path())) {
            return GzipPart.open(path, there.get().id(), segment.file());
        }
        if (!there.get().id().equals(segment.file())) {
            return Optional.empty();
        }
        Optional<Fd> found = descriptors.openForReading(path);
        if (found.isPresent() && !descriptors.status(found.get()).id().equals(segment.file())) {
            descriptors.close(found.get());
            return Optional.empty();
        }
        return found.map(fd -> new OpenPart.Plain(descriptors, fd));
    }
}
