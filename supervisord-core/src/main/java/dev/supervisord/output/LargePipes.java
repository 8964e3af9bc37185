package dev.supervisord.output;

import java.util.ArrayList;
import java.util.List;

/**
 * The pipes that hold more than usual at present: a few at most. Where many programs write floods at once, larger pipes would save
 * nothing, and those who have them would get more of the pump than the others.
 *
 * <p>Owned by the output thread.
 */
final class LargePipes {
    static final int MOST = 4;

    private final Bays bays;
    private final List<PipeRoom> rooms = new ArrayList<>();

    LargePipes(Bays bays) {
        this.bays = bays;
    }

    /** What goes with them. */
    Bays bays() {
        return bays;
    }

    /**
     * Whether there is a place for one more, which is taken then.
     *
     * @param now monotonic, nanoseconds
     */
    boolean admit(PipeRoom room, long now) {
        for (PipeRoom other : List.copyOf(rooms)) {
            if (other.isForgotten(now)) {
                other.shrink();
            }
        }
        return rooms.size() < MOST && rooms.add(room);
    }

    /** It is of usual size again, or gone. */
    void leave(PipeRoom room) {
        rooms.remove(room);
    }
}
