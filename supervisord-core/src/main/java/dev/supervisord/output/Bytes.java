package dev.supervisord.output;

import java.util.Arrays;

/** Bytes being put together, in an array that grows as needed and is used again. Used by one thread. */
final class Bytes {
    private static final int FIRST = 8 * 1024;

    private byte[] array = new byte[FIRST];
    private int length;

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    Bytes put(int unit) {
        room(1);
        array[length++] = (byte) unit;
        return this;
    }

    Bytes put(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, array, length, to - from);
        length += to - from;
        return this;
    }

    Bytes put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    /** Puts ASCII text. */
    Bytes put(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            array[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    private void room(int bytes) {
        if (length + bytes > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + bytes));
        }
    }
}
