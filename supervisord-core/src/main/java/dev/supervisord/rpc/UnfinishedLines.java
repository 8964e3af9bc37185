package dev.supervisord.rpc;

/**
 * How much of lines whose ends have not come yet is kept for one search, over all of its logs: when it gets too much, long lines
 * are given in parts. Used by the search's thread.
 */
final class UnfinishedLines {
    /** What any line may have; a line of 16 KiB in whatever format is shorter. */
    static final int LINE_BYTES_MAX = 128 * 1024;

    /** What all lines may have together before parts get short. */
    static final int BYTES_MAX = 1 << 20;

    /** What a line may have then. */
    static final int PART_BYTES = 4 * 1024;

    private int bytes;

    void add(int more) {
        bytes += more;
    }

    /** How long a line may be before it is given in parts. */
    int lineBytesMax() {
        return bytes < BYTES_MAX ? LINE_BYTES_MAX : PART_BYTES;
    }
}
