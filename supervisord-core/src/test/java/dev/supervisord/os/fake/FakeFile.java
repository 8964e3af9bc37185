package dev.supervisord.os.fake;

import dev.supervisord.os.Descriptors.FileId;
import java.util.Arrays;

/** A file, pipe or device, under any number of names and descriptors; guarded by {@link FakeDescriptors}. */
final class FakeFile {

    enum Kind {
        REGULAR,
        /** A pipe, with a name or without. */
        PIPE,
        /** Takes all bytes by {@code write} and none by {@code splice}, as a terminal does. */
        TERMINAL
    }

    /** What a pipe of Linux holds. */
    static final int PIPE_BYTES = 65536;

    final Kind kind;
    final FileId id;
    private byte[] content = new byte[0];

    FakeFile(Kind kind, FileId id) {
        this.kind = kind;
        this.id = id;
    }

    int size() {
        return content.length;
    }

    byte[] content() {
        return content.clone();
    }

    /** How many more bytes it takes now. */
    int room() {
        return kind == Kind.PIPE ? PIPE_BYTES - content.length : Integer.MAX_VALUE;
    }

    void writeAt(int position, byte[] bytes) {
        content = Arrays.copyOf(content, Math.max(content.length, position + bytes.length));
        System.arraycopy(bytes, 0, content, position, bytes.length);
    }

    void append(byte[] bytes) {
        writeAt(content.length, bytes);
    }

    byte[] peek(int from, int max) {
        int begin = Math.min(from, content.length);
        return Arrays.copyOfRange(content, begin, begin + Math.min(max, content.length - begin));
    }

    byte[] take(int max) {
        byte[] taken = peek(0, max);
        content = Arrays.copyOfRange(content, taken.length, content.length);
        return taken;
    }

    void truncate(int size) {
        content = Arrays.copyOf(content, size);
    }
}
