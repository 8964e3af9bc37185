package dev.supervisord.systemtests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Deals the kills of one lane: every operation, every thread that takes part in it and every way to kill it has its card, and all come
 * before any comes again, so that what is rare is hit as often as what is not.
 */
final class CrashDeck {

    /** How the daemon is killed. */
    enum Way {
        /** At an instant that nobody has chosen, which costs no tracing. */
        IN_TIME,
        /** Just before a system call of a thread. */
        AT_A_CALL,
        /** While it begins, as the new version of an upgrade. */
        IN_ITS_START
    }

    /**
     * One kill.
     *
     * @param thread the name of the thread whose call it is; empty for the other ways
     */
    record Card(CrashOperation operation, Way way, String thread) {}

    private static final int STARTS_ONCE_IN = 3;
    private static final int STARTS_IN_A_ROW_MAX = 4;

    private final Random random;
    private final Deque<Card> cards = new ArrayDeque<>();

    CrashDeck(Random random) {
        this.random = random;
    }

    Card next() {
        if (cards.isEmpty()) {
            List<Card> fresh = new ArrayList<>();
            for (CrashOperation operation : CrashOperation.values()) {
                add(fresh, operation);
            }
            Collections.shuffle(fresh, random);
            cards.addAll(fresh);
        }
        return cards.pop();
    }

    private void add(List<Card> all, CrashOperation operation) {
        List<String> threads = new ArrayList<>(operation.threads());
        if (operation == CrashOperation.UPGRADE) {
            // One costs the start of three daemons, so the threads of the others have their turn twice as often.
            Collections.shuffle(threads, random);
            threads.subList(threads.size() / 2, threads.size()).clear();
            all.add(new Card(operation, Way.IN_ITS_START, ""));
        }
        threads.forEach(thread -> all.add(new Card(operation, Way.AT_A_CALL, thread)));
        switch (operation) {
            case ADOPTION -> {
                // no card of its own: it follows others
            }
            case UPGRADE -> all.add(new Card(operation, Way.IN_TIME, ""));
            case START, STOP, RESTART, RELOAD, ROTATION, WRITING, EXIT ->
                all.addAll(Collections.nCopies(2, new Card(operation, Way.IN_TIME, "")));
        }
    }

    /** How many of the daemons that come next are killed while they begin, before one is left to do so. */
    int starts() {
        return random.nextInt(STARTS_ONCE_IN) == 0 ? 1 + random.nextInt(STARTS_IN_A_ROW_MAX) : 0;
    }
}
