package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipes that a keeper knows, by their names, and those that are lent, by their descriptors. For one thread at a time. */
final class PipeTable {

    private final Map<Path, NamedPipe> names = new HashMap<>();
    private final Map<Integer, NamedPipe> lent = new HashMap<>();

    /** One of an earlier daemon, with its name. */
    void add(NamedPipe pipe) {
        names.put(pipe.name(), pipe);
    }

    Optional<NamedPipe> find(Path name) {
        return Optional.ofNullable(names.get(name));
    }

    /** How many names there are. */
    int size() {
        return names.size();
    }

    /** Lends one, with its name, which whoever had it before has no more. */
    Fd lend(NamedPipe pipe) {
        names.put(pipe.name(), pipe);
        lent.put(pipe.descriptor(), pipe);
        pipe.lend();
        return new Fd(pipe.descriptor());
    }

    NamedPipe lent(Fd fd) {
        NamedPipe pipe = lent.get(fd.number());
        if (pipe == null) {
            throw new IllegalArgumentException("not opened by the keeper: " + fd);
        }
        return pipe;
    }

    /** It is not lent any more; gives it. */
    NamedPipe takeBack(Fd fd) {
        NamedPipe pipe = lent(fd);
        lent.remove(fd.number());
        pipe.giveBack();
        return pipe;
    }

    void rename(NamedPipe pipe, Path name) {
        names.remove(pipe.name(), pipe);
        pipe.name(name);
        names.put(name, pipe);
    }

    /** Takes its name from it, if it is its own still. */
    boolean removeName(NamedPipe pipe) {
        return names.remove(pipe.name(), pipe);
    }

    /** Whether the name it had last is its own still. */
    boolean hasName(NamedPipe pipe) {
        return names.get(pipe.name()) == pipe;
    }

    /** What is in this pool and has a name. */
    List<NamedPipe> keptBy(PipePool pool) {
        return names.values().stream()
                .filter(pipe -> pipe.pool().filter(pool::equals).isPresent())
                .toList();
    }

    /** Those that are open and nobody keeps; as many as one pool can take in. */
    List<NamedPipe> homeless() {
        return names.values().stream()
                .filter(pipe -> pipe.isOpen() && pipe.pool().isEmpty())
                .limit(PipePools.TAKEN_MOST)
                .toList();
    }
}
