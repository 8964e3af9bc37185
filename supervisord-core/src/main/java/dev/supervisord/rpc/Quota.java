package dev.supervisord.rpc;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what each user has open, up to a limit for each user and one for all. Any thread may call.
 *
 * <p>Root has no limit of its own, and an eighth of the whole is left to it: whoever has to put things right gets in.
 */
final class Quota {

    private static final int ROOT = 0;

    private final int all;
    private final int perUser;
    private final Map<Integer, Integer> open = new HashMap<>();
    private int total;

    Quota(int all, int perUser) {
        this.all = all;
        this.perUser = perUser;
    }

    /** Counts one more for this user; false, and not counted, at a limit. */
    synchronized boolean take(int uid) {
        int own = open.getOrDefault(uid, 0);
        boolean fits = uid == ROOT ? total < all : own < perUser && total < all - all / 8;
        if (fits) {
            open.put(uid, own + 1);
            total++;
        }
        return fits;
    }

    /** Takes back one {@link #take} that returned true. */
    synchronized void giveBack(int uid) {
        Integer own = open.get(uid);
        if (own == null) {
            throw new IllegalStateException("user " + uid + " has nothing to give back");
        }
        if (own == 1) {
            open.remove(uid);
        } else {
            open.put(uid, own - 1);
        }
        total--;
    }

    synchronized int total() {
        return total;
    }
}
