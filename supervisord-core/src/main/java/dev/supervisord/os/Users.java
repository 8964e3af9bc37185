package dev.supervisord.os;

import java.util.List;
import java.util.Optional;

/** The user and group database, {@code getpwnam(3)}. May block on a name service: never called by the loop. */
public interface Users {

    /** A user with primary and supplementary groups. */
    record User(String name, int uid, int gid, List<Integer> groups, String home, String shell) {}

    /** Looks a user up by name or by number; empty when there is none. */
    Optional<User> user(String nameOrNumber);

    /** The number of a group given by name or number; empty when there is none. */
    Optional<Integer> group(String nameOrNumber);
}
