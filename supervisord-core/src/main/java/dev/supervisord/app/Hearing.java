package dev.supervisord.app;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a program says that was started to say something: it writes to a named pipe, which is there as long as this is open. One
 * thread uses it.
 */
final class Hearing implements AutoCloseable {

    private static final int CHUNK_BYTES = 4096;

    private final Descriptors descriptors;
    private final Path pipe;
    private final Descriptors.Readiness readiness;
    private final Fd said;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int[] tokens = new int[1];

    /**
     * @param pipe where the pipe is made; what an earlier one has left there is removed
     * @throws IOException also when the system refuses a pipe
     */
    Hearing(Descriptors descriptors, Path pipe) throws IOException {
        this.descriptors = descriptors;
        this.pipe = pipe;
        Files.deleteIfExists(pipe);
        try {
            descriptors.makeFifo(pipe, 0600);
            readiness = descriptors.readiness();
        } catch (OsException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
        try {
            said = descriptors.openFifoForPump(pipe);
        } catch (OsException refused) {
            readiness.close();
            throw new IOException(refused.getMessage(), refused);
        }
        readiness.add(said, 0);
    }

    Path pipe() {
        return pipe;
    }

    /** All that it has said until now. */
    String text() {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int got = descriptors.read(said, chunk, chunk.length);
                got > 0;
                got = descriptors.read(said, chunk, chunk.length)) {
            heard.write(chunk, 0, got);
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Waits until it says something, at most for so long: its end wakes nobody. */
    void await(int millis) {
        readiness.await(tokens, millis);
    }

    @Override
    public void close() throws IOException {
        readiness.close();
        descriptors.close(said);
        Files.deleteIfExists(pipe);
    }
}
