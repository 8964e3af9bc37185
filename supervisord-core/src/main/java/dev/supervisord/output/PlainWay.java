package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes as they were written, by {@code splice(2)}, which alone costs nothing per byte and loses nothing when the daemon is killed; through the
 * daemon's memory only to what cannot be spliced to, a terminal for instance.
 *
 * <p>While little is written its lines are counted, by {@code tee(2)}; what comes in bulk is not looked at.
 */
final class PlainWay implements Way {
    /** What one stream may move at once, so that a flood does not starve the others. */
    private static final long MOVE_BYTES_MAX = 1 << 20;

    /** Less than this is no bulk. */
    private static final int BULK_BYTES = 8 * 1024;

    private static final byte[] NOTHING = {};

    private final StreamTools tools;
    private final StreamKey key;
    private final Counts counts;
    private final Tap tap;
    private final Patience patience;
    private final PipeRoom room;
    private boolean bulk;

    /** Taken from the pipe but not stored yet; empty where bytes are spliced. */
    private byte[] pending = NOTHING;

    private int pendingFrom;

    PlainWay(StreamTools tools, StreamKey key, PipeRoom room, Counts counts, Tap tap, Patience patience) {
        this.tools = tools;
        this.key = key;
        this.room = room;
        this.counts = counts;
        this.tap = tap;
        this.patience = patience;
    }

    /** Goes on with what a killed daemon had on its way; whether there is any. */
    boolean resume() {
        room.resume();
        return room.held() > 0;
    }

    @Override
    public long inside() {
        return pendingBytes() + room.held();
    }

    private int pendingBytes() {
        return pending.length - pendingFrom;
    }

    @Override
    public long move(LogFile target, long now) {
        long moved = pendingBytes() > 0 ? storePending(target, now) : moveFresh(target, now);
        room.moved(moved, now);
        return moved;
    }

    @Override
    public long fullness(long moved) {
        return room.scaled(moved);
    }

    /** What waits in the bay is seen by nobody who watches the pipe: a rotation may have left some of it there. */
    @Override
    public boolean isFlooded() {
        return room.held() > 0 || (bulk && room.isLarge());
    }

    private long moveFresh(LogFile target, long now) {
        if (target.isSpliceable()) {
            long moved = bulk && !tap.isOpen() ? bulk(target, now) : seen(target, now);
            if (moved != Descriptors.UNSUPPORTED) {
                return Math.max(moved, 0);
            }
        }
        byte[] buffer = tools.buffer();
        int length = tools.descriptors().read(room.head(), buffer, buffer.length);
        if (length <= 0) {
            return 0;
        }
        room.took(length);
        pending = Arrays.copyOf(buffer, length);
        pendingFrom = 0;
        return storePending(target, now);
    }

    private long bulk(LogFile target, long now) {
        room.load();
        long sum = 0;
        long moved;
        do {
            moved = target.splice(room.head(), MOVE_BYTES_MAX, now);
            if (moved > 0) {
                room.took(moved);
                counts.storedUnseen(moved);
                sum += moved;
            }
        } while (moved > 0 && room.held() > 0);
        if (sum > 0) {
            bulk = sum >= BULK_BYTES;
        }
        return sum > 0 ? sum : moved;
    }

    private long seen(LogFile target, long now) {
        LookAhead look = tools.lookAhead();
        int seen = look.look(room.head());
        if (seen <= 0) {
            return 0;
        }
        bulk = seen >= BULK_BYTES;
        long moved = target.splice(room.head(), seen, now);
        if (moved > 0) {
            room.took(moved);
            counts.stored(moved, Counts.lines(look.seen(), 0, (int) moved));
            tap.feed(look.seen(), 0, (int) moved);
        }
        return moved;
    }

    private long storePending(LogFile target, long now) {
        int before = pendingFrom;
        while (pendingBytes() > 0) {
            int taken = target.store(pending, pendingFrom, pendingBytes(), now);
            if (taken == 0) {
                patience.refused(now);
                break;
            }
            counts.stored(taken, Counts.lines(pending, pendingFrom, pendingFrom + taken));
            tap.feed(pending, pendingFrom, pendingFrom + taken);
            pendingFrom += taken;
        }
        return (long) pendingFrom - before;
    }

    @Override
    public long drop(Gap gap) {
        int held = pendingBytes();
        gap.add(pending, pendingFrom, pending.length);
        pending = NOTHING;
        pendingFrom = 0;
        return (long) held + drop(gap, tools.buffer().length);
    }

    private int drop(Gap gap, int bytesMax) {
        byte[] buffer = tools.buffer();
        int length = Math.max(0, tools.descriptors().read(room.head(), buffer, bytesMax));
        room.took(length);
        gap.add(buffer, 0, length);
        return length;
    }

    @Override
    public boolean tell(LogFile target, Gap gap, long now) {
        if (!gap.endsWithLine() && !gap.isAbandoned()) {
            LookAhead look = tools.lookAhead();
            int seen = Math.max(0, look.look(room.head()));
            int border = 0;
            while (border < seen && look.seen()[border] != '\n') {
                border++;
            }
            if (seen > 0) {
                drop(gap, Math.min(seen, border + 1));
            }
            if (border == seen) {
                return false;
            }
        }
        target.room(now);
        boolean within = target.endsWithinLine();
        boolean spared = within && gap.endsWithLine();
        if (spared) {
            gap.spareLineFeed();
        }
        byte[] remark = ((within ? "\n" : "") + gap.remark(key) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            target.append(remark, 0, remark.length);
        } catch (RuntimeException e) {
            if (spared) {
                gap.add(LINE_FEED, 0, 1);
            }
            throw e;
        }
        if (spared) {
            counts.stored(1, 1);
        }
        target.finishLines((byte) '\n', now);
        return true;
    }

    private static final byte[] LINE_FEED = {'\n'};

    @Override
    public boolean finish(LogFile target, long now) {
        return inside() == 0;
    }

    /** The stream is closed. */
    void close() {
        room.close();
    }
}
