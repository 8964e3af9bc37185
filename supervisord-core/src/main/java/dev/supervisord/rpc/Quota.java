package dev.supervisord.rpc;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what each user (or machine, see {@link Peer#account}) has open, up to a limit for each user and one for all. Any thread may call.
 *
 * <p>Root has no limit of its own, and an eighth of the whole is left to it: whoever has to put things right gets in.
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
    synchronized boolean take(Object user) {
        int own = open.getOrDefault(user, 0);
        boolean fits = user.equals(ROOT) ? total < all : own < perUser && total < all - all / 8;
        if (fits) {
            open.put(user, own + 1);
            total++;
        }
        return fits;
    }

    /** Takes back one {@link #take} that returned true. */
    synchronized void giveBack(Object user) {
        Integer own = open.get(user);
        if (own == null) {
            throw new IllegalStateException("user " + user + " has nothing to give back");
        }
        if (own == 1) {
            open.remove(user);
        } else {
            open.put(user, own - 1);
        }
        total--;
    }

    synchronized int total() {
        return total;
    }
}
