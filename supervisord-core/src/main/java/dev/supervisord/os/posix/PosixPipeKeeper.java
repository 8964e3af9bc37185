package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pipes by a {@link PipeHolder}: takes over the one of the last daemon or starts one, and replaces it when it ends, or
 * when its queue is full of pipes that nobody needs any more.
 *
 * <p>Safe for use by several threads; {@link #run} has one of its own.
 */
public final class PosixPipeKeeper implements PipeKeeper {

    private static final int PAUSE_MILLIS = 1000;
    private static final int END_MILLIS = 2000;

    private final Path directory;
    private final String purpose;
    private final Consumer<String> trouble;
    private final Spawner spawner = new Spawner();
    private final Set<Integer> kept = new LinkedHashSet<>();
    private final boolean foundAlive;
    private @Nullable PipeHolder holder;
    private int number;
    private long startedAt;
    private boolean troubled;
    private boolean ended;

    private PosixPipeKeeper(Path directory, Consumer<String> trouble) throws IOException {
        this.directory = directory;
        this.purpose = "supervisord: keeps the log pipes of " + directory.getParent();
        this.trouble = trouble;
        this.holder = find();
        this.foundAlive = holder != null;
        if (holder == null) {
            renew();
        }
    }

    /**
     * Uses this directory, and makes it, readable by its owner only, if it is not there.
     *
     * @param trouble told what is wrong, in a sentence for people, when pipes cannot be kept
     */
    public static PosixPipeKeeper in(Path directory, Consumer<String> trouble) throws IOException {
        makeDirectory(directory);
        return new PosixPipeKeeper(directory, trouble);
    }

    private static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Whether the process of an earlier daemon was still there: whatever has ended that daemon, it has not ended all. */
    public boolean hasOutlivedDaemon() {
        return foundAlive;
    }

    /** Of several, the first has all pipes: a daemon was killed before it had given them to the others. */
    private @Nullable PipeHolder find() throws IOException {
        PipeHolder first = null;
        for (Path place : places()) {
            number = Math.max(number, number(place));
            Optional<PipeHolder> living = PipeHolder.find(place);
            if (living.isEmpty()) {
                PipeHolder.removeFiles(place);
            } else if (first == null) {
                first = living.get();
            } else {
                end(living.get());
                living.get().forget();
            }
        }
        return first;
    }

    private List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            entries.forEach(places::add);
        }
        places.sort((a, b) -> Integer.compare(number(a), number(b)));
        return places;
    }

    private static int number(Path place) {
        String name = place.getFileName().toString();
        return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : 0;
    }

    @Override
    public synchronized boolean keep(Fd pipe) {
        kept.add(pipe.number());
        PipeHolder present = holder;
        // Without one, the thread that has noticed is about to start another, and gives it all there are.
        if (present != null && present.take(List.of(pipe.number())).isPresent()) {
            renew();
        }
        return holder != null && !troubled;
    }

    @Override
    public synchronized void forget(Fd pipe) {
        kept.remove(pipe.number());
    }

    /** Starts another one, gives it all pipes, and ends the one before. */
    private void renew() {
        PipeHolder old = holder;
        if (old != null && old.awaitEnd(0)) {
            tellOfLoss();
        }
        try {
            holder = filled(old);
        } catch (OsException | IOException failed) {
            holder = null;
            cannot(String.valueOf(failed.getMessage()));
        }
        if (old != null) {
            old.end();
        }
    }

    private PipeHolder filled(@Nullable PipeHolder old) throws IOException {
        makeDirectory(directory);
        startedAt = System.nanoTime();
        PipeHolder fresh = PipeHolder.start(directory.resolve(Integer.toString(++number)), purpose, spawner);
        Optional<Errno> refused = giveAll(fresh);
        if (refused.isPresent() && old != null) {
            // As many descriptors may be on their way as may be open, and those that the old one has count.
            end(old);
            refused = giveAll(fresh);
        }
        refused.ifPresentOrElse(reason -> cannot(reason.toString()), () -> troubled = false);
        return fresh;
    }

    private Optional<Errno> giveAll(PipeHolder to) {
        List<Integer> all = List.copyOf(kept);
        for (int from = 0; from < all.size(); from += UnixSocket.DESCRIPTORS_MAX) {
            Optional<Errno> refused =
                    to.take(all.subList(from, Math.min(all.size(), from + UnixSocket.DESCRIPTORS_MAX)));
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private void tellOfLoss() {
        trouble.accept("the process that keeps log pipes open beyond the life of this daemon has ended; it is started"
                + " again");
    }

    private void cannot(String reason) {
        if (!troubled) {
            trouble.accept("cannot keep log pipes open beyond the life of this daemon: " + reason
                    + "; if it is killed, the last words of programs that end before the next one starts are lost");
        }
        troubled = true;
    }

    private static void end(PipeHolder holder) {
        holder.end();
        holder.awaitEnd(END_MILLIS);
    }

    /** The thread's life: replaces the holder when it ends, until {@link #end}. */
    public void run() {
        while (!isEnded()) {
            Optional<PipeHolder> watched = watched();
            if (watched.isEmpty()) {
                LibC.poll(0, 0, PAUSE_MILLIS);
                replace();
            } else if (watched.get().awaitEnd(-1)) {
                lost(watched.get());
            }
        }
    }

    private synchronized Optional<PipeHolder> watched() {
        return Optional.ofNullable(holder);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized void replace() {
        if (!ended && holder == null) {
            renew();
        }
    }

    /** One that is ended again and again is not started as often. */
    private synchronized void lost(PipeHolder one) {
        if (one == holder && !ended) {
            tellOfLoss();
            holder = null;
            if (System.nanoTime() - startedAt > TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
                renew();
            }
        }
        one.forget();
    }

    /** The daemon ends in order, and all its programs have ended: so does the holder. */
    public synchronized void end() {
        ended = true;
        PipeHolder present = holder;
        if (present != null) {
            end(present);
            holder = null;
            present.forget();
        }
    }
}
