package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The pools there are, each in a directory of its own, and when there may be another one.
 *
 * <p>For one thread at a time, but for {@link #await} and {@link #wake}.
 */
final class PipePools {

    /** So many new pipes a pool has at least, and at most. */
    private static final int FRESH_LEAST = 64;

    private static final int FRESH_MOST = 512;

    /** So many it can take in besides: for a moment the daemon has a copy of each. */
    static final int TAKEN_MOST = 512;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_MOST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int TOKENS = 16;

    private final Path directory;
    private final String purpose;
    private final Spawner spawner = new Spawner();
    private final Epoll ends = Epoll.create();
    private final Map<Integer, PipePool> living = new LinkedHashMap<>();
    private int number;
    private long pause = PAUSE_NANOS;
    private long lostAt = System.nanoTime() - PAUSE_NANOS;
    private long notBefore = lostAt;

    /** @param purpose what {@code ps(1)} is to show of their processes */
    PipePools(Path directory, String purpose) {
        this.directory = directory;
        this.purpose = purpose;
    }

    /** Makes their directory, readable by its owner only, if it is not there. */
    void makeDirectory() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The directories that earlier daemons have made, oldest first; none is made again. */
    List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            entries.forEach(places::add);
        }
        places.sort((a, b) -> Integer.compare(number(a), number(b)));
        places.forEach(place -> number = Math.max(number, number(place)));
        return places;
    }

    private static int number(Path place) {
        String name = place.getFileName().toString();
        return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : 0;
    }

    /** Takes over one of an earlier daemon. */
    void adopt(PipePool pool) {
        pool.findUnused();
        add(number(pool.process().directory()), pool);
    }

    private void add(int token, PipePool pool) {
        living.put(token, pool);
        ends.add(new Fd(pool.process().descriptor()), token);
    }

    /** Those that live, as far as is known. */
    List<PipePool> all() {
        return List.copyOf(living.values());
    }

    /** One that has pipes to be given out. */
    Optional<PipePool> withUnused() {
        return living.values().stream().filter(PipePool::hasUnused).findFirst();
    }

    /** Whether another one may be started now: not where that has just failed, or several have ended within a second. */
    boolean mayStart() {
        return System.nanoTime() - notBefore >= 0;
    }

    /** For how long not. */
    int millisUntilStart() {
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(notBefore - System.nanoTime()) + 1);
    }

    /**
     * Starts another one.
     *
     * @param inherited pipes that are in use already
     * @param names how many there are in all: of new pipes it gets as many, but not too many, and few where descriptors are short
     */
    PipePool start(List<Integer> inherited, int names) throws IOException {
        try {
            makeDirectory();
            PipePool pool = start(inherited, Math.min(FRESH_MOST, Math.max(FRESH_LEAST, names)), FRESH_LEAST / 8);
            add(number, pool);
            pause = PAUSE_NANOS;
            return pool;
        } catch (IOException | OsException failed) {
            notBefore = System.nanoTime() + pause;
            pause = Math.min(2 * pause, PAUSE_MOST_NANOS);
            throw failed;
        }
    }

    private PipePool startWith(List<Integer> inherited, int fresh) throws IOException {
        return PipePool.start(directory.resolve(Integer.toString(++number)), purpose, spawner, inherited, fresh);
    }

    private PipePool start(List<Integer> inherited, int most, int least) throws IOException {
        for (int fresh = most; fresh > least; fresh /= 2) {
            try {
                return startWith(inherited, fresh);
            } catch (OsException failed) {
                if (!failed.errno().equals("EMFILE")) {
                    throw failed;
                }
            }
        }
        return startWith(inherited, least);
    }

    /**
     * Waits until one has ended, or until {@link #wake}.
     *
     * @param millis how long; negative: for ever
     * @return its tokens for {@link #ended}
     */
    List<Integer> await(int millis) {
        int[] tokens = new int[TOKENS];
        int count = ends.await(tokens, millis);
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ended.add(tokens[i]);
        }
        return ended;
    }

    void wake() {
        ends.wake();
    }

    /** The one with this token, if it has ended; it is none of them any more, and its directory is the caller's. */
    Optional<PipePool> ended(int token) {
        Optional<PipePool> pool = Optional.ofNullable(living.get(token)).filter(PipePools::hasEnded);
        pool.ifPresent(lost -> {
            drop(token, lost);
            notBefore = lostAt + PAUSE_NANOS; // those that are ended again and again are not started as often
            lostAt = System.nanoTime();
        });
        return pool;
    }

    /** As {@link #ended(int)}, for one that does not do what it should. */
    Optional<PipePool> ended(PipePool pool) {
        return living.entrySet().stream()
                .filter(entry -> entry.getValue() == pool)
                .findFirst()
                .flatMap(entry -> ended(entry.getKey()));
    }

    private static boolean hasEnded(PipePool pool) {
        return pool.process().awaitEnd(0);
    }

    private void drop(int token, PipePool pool) {
        living.remove(token);
        ends.remove(new Fd(pool.process().descriptor()));
        pool.process().close();
    }

    /** Ends one that nobody needs, unless it is the last that has pipes to be given out. */
    void retire(PipePool pool) {
        boolean spare = living.values().stream().anyMatch(other -> other != pool && other.hasUnused());
        if (spare) {
            for (Map.Entry<Integer, PipePool> entry : List.copyOf(living.entrySet())) {
                if (entry.getValue() == pool) {
                    pool.process().end();
                    drop(entry.getKey(), pool);
                    PoolProcess.removeFiles(pool.process().directory());
                }
            }
        }
    }

    /** Ends all, and waits until they have ended. */
    void end() {
        living.values().forEach(pool -> pool.process().end());
        Map.copyOf(living).forEach((token, pool) -> {
            pool.process().awaitEnd(PoolProcess.END_MILLIS);
            drop(token, pool);
            PoolProcess.removeFiles(pool.process().directory());
        });
    }

    /** Nobody waits any more. */
    void close() {
        ends.close();
    }
}
