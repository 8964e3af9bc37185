package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.log.NumberedRotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.output.Outputs.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rotated file that is renamed and removed while somebody wants to do something with it. */
@Timeout(300)
class PlainPartTest {
    @TempDir
    Path directory;

    private final Descriptors descriptors = new PosixDescriptors();
    private final Semaphore asked = new Semaphore(0);
    private final Mailbox outputThread = new Mailbox(asked::release);
    private final List<Path> done = new ArrayList<>();
    private NumberedRotation rotation;
    private PlainPart part;

    @BeforeEach
    void store() throws IOException {
        rotation = new NumberedRotation(directory.resolve("out"), 3);
        Files.writeString(rotation.file(), "live");
        Files.writeString(rotation.part(1), "wanted");
        part = new PlainPart(
                descriptors,
                outputThread,
                () -> rotation,
                descriptors.status(rotation.part(1)).orElseThrow().id());
    }

    private CompletableFuture<Boolean> let(PlainPart.Deed deed) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return part.let(deed);
            } catch (IOException | LogException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The output thread does what it is asked for once so many requests have come. */
    private void answer(int requests) throws InterruptedException {
        asked.acquire(requests);
        outputThread.runAll();
    }

    private void rotate() {
        try {
            rotation.shift();
            Files.writeString(rotation.file(), "live");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPartThatMovesMeanwhileIsDealtWithUnderItsNewName() throws InterruptedException {
        outputThread.post(this::rotate);
        CompletableFuture<Boolean> answer = let(done::add);
        answer(2);
        answer(1);
        assertTrue(answer.join());
        assertEquals(List.of(rotation.part(2)), done);
    }

    @Test
    void nothingIsDoneWithAPartThatIsGone() throws IOException {
        Files.delete(rotation.part(1));
        assertFalse(let(done::add).join());
        assertEquals(List.of(), done);
    }

    @Test
    void aPartThatIsRemovedMeanwhileIsLeft() throws InterruptedException {
        outputThread.post(() -> {
            for (int i = 0; i < 3; i++) {
                rotate();
            }
        });
        CompletableFuture<Boolean> answer = let(done::add);
        answer(2);
        assertFalse(answer.join());
        assertEquals(List.of(), done);
    }
}
