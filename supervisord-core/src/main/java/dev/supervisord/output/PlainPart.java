package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.output.Outputs.LogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A rotated file that is to be compressed, under whatever name it has by now: the output thread renames it meanwhile.
 *
 * <p>Used by the compress thread, which looks for it: there may be thousands of names, and programs wait for the output thread.
 */
final class PlainPart {
    /** What is done on the output thread with a part that has this name, and keeps it meanwhile. */
    interface Deed {
        boolean on(Path part) throws IOException;
    }

    private enum Answer {
        YES,
        NO,
        MOVED
    }

    private final Descriptors descriptors;
    private final Mailbox outputThread;
    private final Supplier<Rotation> rotation;
    private final FileId key;

    /** Where among the possible names it was last; it only moves on. */
    private int place;

    /**
     * @param rotation the names of its log's parts at present
     * @param key which file it is
     */
    PlainPart(Descriptors descriptors, Mailbox outputThread, Supplier<Rotation> rotation, FileId key) {
        this.descriptors = descriptors;
        this.outputThread = outputThread;
        this.rotation = rotation;
        this.key = key;
    }

    /** Its name a moment ago; none when it has been removed. */
    Optional<Path> find() throws IOException {
        List<Path> names = rotation.get().possible();
        for (int tried = 0; tried < names.size(); tried++) {
            int at = (place + tried) % names.size();
            Path name = names.get(at);
            if (isAt(name)) {
                place = at;
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean isAt(Path name) {
        return !Rotation.isCompressed(name)
                && descriptors
                        .status(name)
                        .filter(there -> there.id().equals(key))
                        .isPresent();
    }

    /**
     * Has something done on the output thread.
     *
     * @return what the deed says; false when the part has been removed
     */
    boolean let(Deed deed) throws IOException, LogException {
        for (Optional<Path> name = find(); name.isPresent(); name = find()) {
            Path part = name.get();
            Answer answer = outputThread.call(() -> ifStillAt(part, deed));
            if (answer != Answer.MOVED) {
                return answer == Answer.YES;
            }
        }
        return false;
    }

    private Answer ifStillAt(Path name, Deed deed) throws LogException {
        if (!isAt(name)) {
            return Answer.MOVED;
        }
        try {
            return deed.on(name) ? Answer.YES : Answer.NO;
        } catch (IOException e) {
            throw new LogException(WriteTrouble.reason(e));
        }
    }
}
