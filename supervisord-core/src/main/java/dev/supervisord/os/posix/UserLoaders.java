package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Users.User;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses what changes user or privileges: the quick way where it was found to work. For the launcher thread. */
final class UserLoaders {

    private final Predicate<User> trial;
    private @Nullable Boolean chroot;

    /** @param trial whether {@code chroot(1)} makes a process that is this user; asked once, when it matters first */
    UserLoaders(Predicate<User> trial) {
        this.trial = trial;
    }

    /**
     * Empty when nothing changes.
     *
     * @param user whom to become, if anybody
     * @param noNewPrivileges whether to give up for ever to gain rights
     */
    Optional<UserLoader> of(Optional<User> user, boolean noNewPrivileges) throws StageFailed {
        if (user.isPresent() && !noNewPrivileges && chrootServes(user.get())) {
            return Optional.of(UserLoader.chroot(user.get()));
        }
        if (user.isEmpty() && !noNewPrivileges) {
            return Optional.empty();
        }
        if (!Program.mayExecute(UserLoader.SETPRIV)) {
            throw new StageFailed(
                    Stage.USER,
                    Errno.last(),
                    "cannot change user or privileges: " + UserLoader.SETPRIV
                            + " is missing; install the package util-linux");
        }
        return Optional.of(UserLoader.setpriv(user, noNewPrivileges));
    }

    private boolean chrootServes(User user) {
        Boolean known = chroot;
        if (known == null) {
            known = trial.test(user);
            chroot = known;
        }
        return known;
    }
}
