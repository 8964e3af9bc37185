package dev.supervisord.output;

import dev.supervisord.log.NumberedRotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Descriptors.FileStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log that something else than the pump writes, such as the daemon's own: it is looked at from time to time.
 *
 * <p>Owned by the tail thread. What is written and rotated away between two looks is found as long as its file still has a name.
 */
final class WatchedFile implements ReadableLog {
    private final Descriptors descriptors;
    private final Path path;
    private final History history;
    private final AtomicInteger readers = new AtomicInteger();
    private NumberedRotation rotation;
    private FileId id;

    /** @param now what is there */
    WatchedFile(Descriptors descriptors, Path path, FileStatus now) {
        this.descriptors = descriptors;
        this.path = path;
        this.id = now.id();
        this.history = new History(id, now.size());
        this.rotation = new NumberedRotation(path, countParts());
    }

    private int countParts() {
        NumberedRotation names = new NumberedRotation(path, 0);
        int count = 0;
        while (descriptors.status(names.part(count + 1)).isPresent()) {
            count++;
        }
        return count;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public NumberedRotation rotation() {
        return rotation;
    }

    @Override
    public AtomicInteger readers() {
        return readers;
    }

    /** Takes note of what became of the file since the last look. */
    void look() {
        Optional<FileStatus> there = descriptors.status(path);
        if (there.isEmpty()) {
            // Between two renames, or gone until somebody makes it again.
            return;
        }
        if (!there.get().id().equals(id)) {
            rotated();
            return;
        }
        long known = history.end() - history.live().begin();
        if (there.get().size() < known) {
            history.emptied();
            known = 0;
        }
        history.grew(there.get().size() - known);
    }

    /** The live file has become a part; so have, perhaps, others that came and went since. */
    private void rotated() {
        rotation = new NumberedRotation(path, countParts());
        List<FileStatus> younger = new ArrayList<>();
        for (int number = 0; number <= rotation.backups(); number++) {
            Optional<FileStatus> part = descriptors.status(number == 0 ? path : rotation.part(number));
            if (part.isEmpty()) {
                // It is being renamed right now: the next look will see it.
                return;
            }
            if (part.get().id().equals(id)) {
                history.grew(part.get().size() - (history.end() - history.live().begin()));
                break;
            }
            younger.add(0, part.get());
        }
        for (FileStatus file : younger) {
            history.replaced(file.id(), file.size(), rotation.backups(), 0);
            id = file.id();
        }
    }
}
