package dev.supervisord.ctl.http2;

import java.util.Arrays;

/** Writes header blocks in HPACK, all fields as plain literals that nobody need remember. */
final class HeaderEncoder {
    private static final int INDEXED = 0x80;
    private static final int NEVER_INDEXED = 0x10;

    private byte[] block = new byte[256];
    private int used;

    /** Adds a field of the static table, name and value. */
    void indexed(int index) {
        number(INDEXED, 7, index);
    }

    /** Adds a field with a name of the static table. */
    void add(int nameIndex, byte[] value) {
        number(0, 4, nameIndex);
        string(value);
    }

    /** Adds a field. Nobody on the way may keep it in a table: it may be a password. */
    void add(byte[] name, byte[] value) {
        number(NEVER_INDEXED, 4, 0);
        string(name);
        string(value);
    }

    /** The block so far; only its first {@link #length} bytes count. */
    byte[] block() {
        return block;
    }

    int length() {
        return used;
    }

    private void string(byte[] bytes) {
        number(0, 7, bytes.length);
        need(bytes.length);
        System.arraycopy(bytes, 0, block, used, bytes.length);
        used += bytes.length;
    }

    private void number(int pattern, int bits, int value) {
        need(6);
        int mask = (1 << bits) - 1;
        if (value < mask) {
            block[used++] = (byte) (pattern | value);
            return;
        }
        block[used++] = (byte) (pattern | mask);
        int rest = value - mask;
        while (rest >= 0x80) {
            block[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        block[used++] = (byte) rest;
    }

    private void need(int more) {
        if (block.length - used < more) {
            block = Arrays.copyOf(block, Math.max(2 * block.length, used + more));
        }
    }
}
