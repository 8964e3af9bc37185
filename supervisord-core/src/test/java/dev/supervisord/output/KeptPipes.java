package dev.supervisord.output;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.PipeKeeper;
import java.util.HashSet;
import java.util.Set;

/** Keeps pipes as far as those can tell who are asked not to forget to say that they need them no more. */
final class KeptPipes implements PipeKeeper {
    private final Set<Fd> kept = new HashSet<>();

    @Override
    public boolean keep(Fd pipe) {
        if (!kept.add(pipe)) {
            throw new AssertionError("kept already: " + pipe);
        }
        return true;
    }

    @Override
    public void forget(Fd pipe) {
        if (!kept.remove(pipe)) {
            throw new AssertionError("not kept: " + pipe);
        }
    }

    /** How many are kept. */
    int open() {
        return kept.size();
    }
}
