package dev.supervisord.engine;

import java.util.OptionalInt;

/**
 * Who asks the supervisor for something.
 *
 * @param name for people: {@code uid 1000}, {@code SIGHUP}; empty: the daemon itself
 * @param uid the user at the other end of the control socket, where there is one
 */
public record Asker(String name, OptionalInt uid) {

    /** Nobody: the daemon does it by itself. */
    public static final Asker DAEMON = new Asker("", OptionalInt.empty());

    /** A user of this machine. */
    public static Asker user(int uid) {
        return new Asker("uid " + uid, OptionalInt.of(uid));
    }

    /** Somebody who is no user of this machine, such as the owner of a token. */
    public static Asker other(String name) {
        return new Asker(name, OptionalInt.empty());
    }

    /** Whoever sent the daemon a signal; the JVM does not tell who that was. */
    public static Asker signal(String name) {
        return new Asker(name, OptionalInt.empty());
    }
}
