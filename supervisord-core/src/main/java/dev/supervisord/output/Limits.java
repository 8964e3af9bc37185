package dev.supervisord.output;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogSpec;

/**
 * When a log file is rotated.
 *
 * @param bytesMax the size at which it is due; 0: never
 * @param backups how many older parts are kept; 0: the file is emptied instead
 * @param archive when else, and what becomes of older parts
 */
record Limits(long bytesMax, int backups, Archive archive) {
    /** A line that goes further than this beyond {@link #bytesMax} is cut, so that no file grows without limit. */
    static final long LINE_BEYOND_MAX = 1 << 20;

    static Limits of(LogSpec spec) {
        return new Limits(spec.bytesMax(), spec.backups(), spec.options().archive());
    }

    /** The limits of a file of this size that is to be rotated as soon as a line ends. */
    Limits dueNow(long size) {
        return isDue(size) ? this : new Limits(Math.max(1, size), backups, archive);
    }

    /** How many bytes belong into a file of this size before the line that ends it; {@link Long#MAX_VALUE}: any number. */
    long room(long size) {
        return bytesMax == 0 ? Long.MAX_VALUE : Math.max(0, bytesMax - size);
    }

    /** Whether a file of this size is to be rotated as soon as a line ends. */
    boolean isDue(long size) {
        return bytesMax > 0 && size >= bytesMax;
    }

    /** How many bytes may be added to a file of this size without looking at them: no line border among them is too late. */
    long blind(long size) {
        return bytesMax == 0 ? Long.MAX_VALUE : Math.max(0, bytesMax - 1 - size);
    }

    /**
     * How many of the bytes that come next belong into a file that is at its limit: up to the end of the line, or
     * what there is of it.
     */
    int last(long size, byte[] bytes, int offset, int length) {
        int most = (int) Math.max(1, Math.min(length, bytesMax + LINE_BEYOND_MAX - size));
        for (int i = 0; i < most; i++) {
            if (bytes[offset + i] == '\n') {
                return i + 1;
            }
        }
        return most;
    }

    /** Whether a file of this size whose last byte is this one is complete. */
    boolean isComplete(long size, byte lastByte) {
        return isDue(size) && (lastByte == '\n' || size >= bytesMax + LINE_BEYOND_MAX);
    }
}
