package dev.supervisord.rpc;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what each user (or machine, see {@link Peer#account}) has open, up to a limit for each user and one for all. Any thread may call.
 *
 * <p>Root has no limit of its own, and an eighth of the whole is left to it: whoever has to put things right gets in. Where bytes are
 * counted, whoever is below the limit may take what goes beyond it: a single thing may be as large as it is.
 */
final class Quota {

    private static final Object ROOT = 0;

    private final int all;
    private final int perUser;
    private final Map<Object, Integer> open = new HashMap<>();
    private int total;

    Quota(int all, int perUser) {
        this.all = all;
        this.perUser = perUser;
    }

    /** Counts one more for this user; false, and not counted, at a limit. */
    boolean take(Object user) {
        return take(user, 1);
    }

    /** The same for several, or for so many bytes. */
    synchronized boolean take(Object user, int amount) {
        boolean fits = hasRoom(user);
        if (fits) {
            add(user, amount);
        }
        return fits;
    }

    /** Whether something could be taken now. */
    synchronized boolean hasRoom(Object user) {
        return user.equals(ROOT) ? total < all : open.getOrDefault(user, 0) < perUser && total < all - all / 8;
    }

    /** Counts what cannot be refused any more. */
    synchronized void add(Object user, int amount) {
        open.merge(user, amount, Integer::sum);
        total += amount;
    }

    /** Takes back one {@link #take} that returned true. */
    void giveBack(Object user) {
        giveBack(user, 1);
    }

    /** Takes back so much. */
    synchronized void giveBack(Object user, int amount) {
        int own = open.getOrDefault(user, 0);
        if (own < amount) {
            throw new IllegalStateException("user " + user + " has not so much to give back");
        }
        if (own == amount) {
            open.remove(user);
        } else {
            open.put(user, own - amount);
        }
        total -= amount;
    }

    synchronized int total() {
        return total;
    }
}
