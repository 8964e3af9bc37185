package dev.supervisord.rpc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many refusals of one user (or machine, see {@link Peer#account}) are written down: many at once, then one in a second. Whoever
 * is refused again and again must not push what others did out of the log, or fill the disk. Any thread may call.
 */
final class RefusalRation {

    static final int AT_ONCE = 1000;

    /** So many accounts as of one. */
    private static final int ACCOUNTS = 4;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Object ALL = new Object();
    private static final int KNOWN_MAX = 1000;

    private final Map<Object, Portion> portions = new HashMap<>();

    /** What is left at a time. */
    private record Portion(long left, Instant since) {

        Portion at(Instant now, int most, Duration period) {
            long more = Math.max(0, Duration.between(since, now).toMillis() / period.toMillis());
            return left + more >= most
                    ? new Portion(most, now)
                    : new Portion(left + more, since.plus(period.multipliedBy(more)));
        }
    }

    /** Whether one more is written. */
    synchronized boolean take(Object account, Instant now) {
        Portion all = portion(ALL, now, AT_ONCE * ACCOUNTS, PERIOD.dividedBy(ACCOUNTS));
        Portion own = portion(account, now, AT_ONCE, PERIOD);
        if (all.left() == 0 || own.left() == 0) {
            return false;
        }
        if (portions.size() > KNOWN_MAX) {
            portions.values().removeIf(one -> one.at(now, AT_ONCE, PERIOD).left() == AT_ONCE);
        }
        portions.put(ALL, new Portion(all.left() - 1, all.since()));
        portions.put(account, new Portion(own.left() - 1, own.since()));
        return true;
    }

    private Portion portion(Object account, Instant now, int most, Duration period) {
        Portion known = portions.get(account);
        return known == null ? new Portion(most, now) : known.at(now, most, period);
    }
}
