package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * Path, words and environment of a program in native memory, laid out as {@code execve(2)} takes them: the two arrays of
 * addresses first, then all texts.
 */
final class SpawnArguments implements AutoCloseable {

    private final Memory memory;
    private final long environmentOffset;
    private final long pathOffset;

    SpawnArguments(String path, List<String> argv, Map<String, String> environment) {
        int pointers = argv.size() + 1 + environment.size() + 1;
        long[] addresses = new long[pointers];
        ByteArrayOutputStream texts = new ByteArrayOutputStream(4096);
        put(path, texts);
        int next = 0;
        for (String word : argv) {
            addresses[next++] = texts.size();
            put(word, texts);
        }
        addresses[next++] = -1;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            addresses[next++] = texts.size();
            put(variable.getKey() + "=" + variable.getValue(), texts);
        }
        addresses[next] = -1;
        pathOffset = 8L * pointers;
        environmentOffset = 8L * (argv.size() + 1);
        memory = new Memory(pathOffset + texts.size());
        long base = Scratch.address(memory) + pathOffset;
        for (int i = 0; i < pointers; i++) {
            addresses[i] = addresses[i] < 0 ? 0 : base + addresses[i];
        }
        memory.write(0, addresses, 0, pointers);
        memory.write(pathOffset, texts.toByteArray(), 0, texts.size());
    }

    private static void put(String text, ByteArrayOutputStream out) {
        out.writeBytes(NativeText.encode(text));
        out.write(0);
    }

    /** What the kernel counts against its limit for arguments and environment, in bytes. */
    long size() {
        return memory.size();
    }

    long path() {
        return Scratch.address(memory) + pathOffset;
    }

    long argv() {
        return Scratch.address(memory);
    }

    long environment() {
        return Scratch.address(memory) + environmentOffset;
    }

    @Override
    public void close() {
        memory.close();
    }
}
