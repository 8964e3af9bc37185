package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.output.Spool.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed daemon leaves in a spool, at each step of what it does there. */
class SpoolTest {
    private static final int FILL = 64 * 1024;
    private static final int LEFT = 777;
    private static final State LATER = new State(3, 17, true, 0);

    @TempDir
    private Path directory;

    private final PosixDescriptors posix = new PosixDescriptors();
    private final List<Path> copies = new ArrayList<>();
    private boolean copying;

    /** The real ones, and a copy of the file after each call. */
    private Descriptors copying(Path file) {
        return (Descriptors) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Descriptors.class}, (proxy, method, words) -> {
                    Object result = called(() -> method.invoke(posix, words));
                    if (copying) {
                        copies.add(Files.copy(file, directory.resolve("copy" + copies.size())));
                    }
                    return result;
                });
    }

    /** A call by reflection. */
    private interface Call {
        Object make() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object called(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }

    private byte[] unusedOf(Path file) {
        Spool spool = Spool.open(posix, file);
        byte[] bytes = new byte[2 * FILL];
        int length = spool.read(bytes);
        assertEquals(spool.unused(), length);
        spool.close();
        return Arrays.copyOf(bytes, length);
    }

    @Test
    void whatIsLeftOfAGrownFileIsThereWheneverTheDaemonIsKilled() {
        Path file = directory.resolve("spool");
        Descriptors.PipeEnds pipe = posix.pipe();
        Spool spool = Spool.open(copying(file), file);
        byte[] block = new byte[FILL];
        new Random(7).nextBytes(block);
        assertEquals(FILL, posix.write(pipe.writeEnd(), block, 0, FILL));
        assertTrue(spool.fill(pipe.readEnd()));
        spool.use(FILL - LEFT, State.NEW);
        assertEquals(FILL - LEFT, posix.write(pipe.writeEnd(), block, 0, FILL - LEFT));
        assertTrue(spool.fill(pipe.readEnd()));
        byte[] before = unusedOf(file);
        assertEquals(FILL, before.length);
        byte[] after = Arrays.copyOfRange(before, FILL - LEFT, FILL);

        copying = true;
        spool.use(FILL - LEFT, LATER);
        copying = false;
        assertTrue(sizeOf(file) < 10_000, () -> "it has still " + sizeOf(file) + " bytes");
        assertTrue(copies.size() > 5, () -> copies.size() + " steps");
        for (Path copy : copies) {
            // The first step says that the lines are stored; from then on nothing else may be found.
            assertArrayEquals(after, unusedOf(copy), copy.toString());
            Spool next = Spool.open(posix, copy);
            assertEquals(LATER, next.state());
            next.close();
        }
        // It goes on behind what was moved.
        assertEquals(100, posix.write(pipe.writeEnd(), block, 0, 100));
        assertTrue(spool.fill(pipe.readEnd()));
        byte[] more = Arrays.copyOf(after, LEFT + 100);
        System.arraycopy(block, 0, more, LEFT, 100);
        assertArrayEquals(more, unusedOf(file));
        spool.close();
        posix.close(pipe.readEnd());
        posix.close(pipe.writeEnd());
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
