package dev.supervisord.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a process is given at its launch beside its command, environment and streams; docs/launching.md says how.
 *
 * @param user the user it runs as, a name or a number ({@code user}); empty: the daemon's
 * @param umask the file mode creation mask ({@code umask}); empty: the daemon's
 */
public record LaunchAttributes(Optional<String> user, OptionalInt umask) {

    /** Everything as the daemon has it. */
    public static final LaunchAttributes INHERITED = new LaunchAttributes(Optional.empty(), OptionalInt.empty());

    public LaunchAttributes withUser(String nameOrNumber) {
        return new LaunchAttributes(Optional.of(nameOrNumber), umask);
    }

    public LaunchAttributes withUmask(OptionalInt mask) {
        return new LaunchAttributes(user, mask);
    }
}
