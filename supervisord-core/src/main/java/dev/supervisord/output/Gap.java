package dev.supervisord.output;

/**
 * What was dropped of one stream since something was last stored, and why.
 *
 * <p>Owned by the output thread.
 */
final class Gap {
    private final Counts counts;
    private boolean open;
    private String reason = "";
    private long bytes;
    private long lines;
    private boolean endsWithLine = true;
    private boolean abandoned;

    Gap(Counts counts) {
        this.counts = counts;
    }

    boolean isOpen() {
        return open;
    }

    /** From now on bytes are dropped for this reason. */
    void open(String why) {
        open = true;
        reason = why;
    }

    /** These bytes were dropped. */
    void add(byte[] dropped, int from, int to) {
        int ended = Counts.lines(dropped, from, to);
        counts.dropped(to - from, ended);
        lines += ended;
        bytes += to - from;
        abandoned &= to == from;
        endsWithLine = to > from ? dropped[to - 1] == '\n' : endsWithLine;
    }

    /** Whether the last byte dropped was the end of a line. */
    boolean endsWithLine() {
        return endsWithLine;
    }

    /** Nobody will finish the line of which the last bytes were dropped. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** The last byte, a line feed, is stored after all: it ends what had been stored of its line before. */
    void spareLineFeed() {
        counts.dropped(-1, -1);
        bytes--;
        lines--;
    }

    long bytes() {
        return bytes;
    }

    long lines() {
        return lines;
    }

    String reason() {
        return reason;
    }

    /** For people. */
    String remark(StreamKey stream) {
        return "supervisord: " + bytes + (bytes == 1 ? " byte of " : " bytes of ")
                + stream.channel().word() + (bytes == 1 ? " was" : " were") + " dropped: " + reason;
    }

    /** It was told; bytes are stored again. */
    void close() {
        open = false;
        bytes = 0;
        lines = 0;
        endsWithLine = true;
        abandoned = false;
    }
}
