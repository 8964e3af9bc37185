package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Native memory of one thread for the arguments of the call it is about to make; reused by its next call.
 *
 * <p>So no call in a hot path allocates, and threads cannot disturb one another. What is put here is valid until the same
 * method is called again on the thread; {@link #struct()}, {@link #text} and {@link #buffer} do not overlap.
 */
final class Scratch {

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);
    private static final int STRUCT_SIZE = 1024;

    private final Memory struct = new Memory(STRUCT_SIZE);
    private Memory text = new Memory(512);
    private Memory buffer = new Memory(4096);

    private Scratch() {}

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    static long address(Memory memory) {
        return Pointer.nativeValue(memory);
    }

    /** Room for a small structure, 1024 bytes, with whatever the last call left in it. */
    Memory struct() {
        return struct;
    }

    /** The address of this text, ended by a NUL; the text must not contain one. */
    long text(String value) {
        byte[] bytes = NativeText.encode(value);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("contains a NUL character: " + value);
            }
        }
        if (text.size() <= bytes.length) {
            text.close();
            text = new Memory(bytes.length + 512L);
        }
        text.write(0, bytes, 0, bytes.length);
        text.setByte(bytes.length, (byte) 0);
        return address(text);
    }

    /** Room for at least this many bytes. */
    Memory buffer(int bytesAtLeast) {
        if (buffer.size() < bytesAtLeast) {
            buffer.close();
            buffer = new Memory(bytesAtLeast);
        }
        return buffer;
    }
}
