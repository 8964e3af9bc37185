package dev.supervisord.app;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.posix.PosixLock;
import java.nio.file.Path;
import java.util.Optional;

/** The right to be the one daemon of a runtime directory, held until this process ends or lets it go. For one thread. */
final class Instance {

    private PosixLock lock;

    private Instance(PosixLock lock) {
        this.lock = lock;
    }

    /** @param inherited the descriptor of the lock, if this process had it before it executed itself anew */
    static Instance claim(Path path, Optional<Fd> inherited) throws Usage {
        if (inherited.isPresent()) {
            return new Instance(PosixLock.inherited(inherited.get()));
        }
        return claim(path);
    }

    private static Instance claim(Path path) throws Usage {
        Optional<PosixLock> lock = PosixLock.tryLock(path);
        if (lock.isEmpty()) {
            String holder =
                    PosixLock.holder(path).map(pid -> " with pid " + pid).orElse("");
            throw new Usage("Error: another supervisord" + holder + " already runs in the runtime directory "
                    + path.getParent() + "; shut it down first (ctl shutdown), or give this one another runtime_dir");
        }
        return new Instance(lock.get());
    }

    /** Takes the lock again where its file was deleted; gives whether nobody else was quicker. */
    boolean claimAgain(Path path) {
        Optional<PosixLock> fresh = PosixLock.tryLock(path);
        fresh.ifPresent(taken -> {
            lock.release();
            lock = taken;
        });
        return fresh.isPresent();
    }

    Fd descriptor() {
        return lock.descriptor();
    }

    void release() {
        lock.release();
    }
}
