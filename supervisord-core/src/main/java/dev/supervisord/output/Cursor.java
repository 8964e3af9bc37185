package dev.supervisord.output;

import dev.supervisord.os.Descriptors.FileId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a log by which a reader can go on later, also after rotations, compression and another start of the daemon.
 *
 * <p>A file keeps its inode when it is renamed, and its compressed form says which file it was made from.
 *
 * @param inode of the file that was read last
 * @param born when that file was made, see {@link FileId}
 * @param offset bytes of it that were read
 */
public record Cursor(long inode, long born, long offset) {
    private static final Pattern TEXT = Pattern.compile("1-([0-9a-f]{1,16})-([0-9a-f]{1,15})-([0-9a-f]{1,15})");

    /** The cursor that a client gave back; empty when it is none. */
    public static Optional<Cursor> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new Cursor(number(parts, 1), number(parts, 2), number(parts, 3)))
                : Optional.empty();
    }

    private static long number(Matcher parts, int group) {
        return Long.parseUnsignedLong(parts.group(group), 16);
    }

    /** What {@link #parse} reads. */
    public String text() {
        return "1-" + Long.toHexString(inode) + "-" + Long.toHexString(born & 0xfff_ffff_ffff_ffffL) + "-"
                + Long.toHexString(offset);
    }

    boolean isIn(FileId file) {
        return inode == file.inode() && (born & 0xfff_ffff_ffff_ffffL) == (file.born() & 0xfff_ffff_ffff_ffffL);
    }
}
