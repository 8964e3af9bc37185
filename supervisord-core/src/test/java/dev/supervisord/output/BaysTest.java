package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.PipeEnds;
import dev.supervisord.os.fake.NamedPipes;
import dev.supervisord.os.posix.PosixDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaysTest {
    private static final Path FIFO = Path.of("/run/fifo/p.stdout");

    @TempDir
    Path directory;

    private final Descriptors descriptors = new PosixDescriptors();
    private final PipeEnds pipe = descriptors.pipe();
    private final NamedPipes kept = new NamedPipes(descriptors, true);
    private final RecordedLog log = new RecordedLog();

    @AfterEach
    void close() {
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
        assertEquals(0, kept.open());
    }

    private Bays open() throws IOException {
        return Bays.open(descriptors, kept, directory, log);
    }

    private void load(Bay bay, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        descriptors.write(pipe.writeEnd(), bytes, 0, bytes.length);
        bay.load(pipe.readEnd());
    }

    private String content(Fd fd) {
        byte[] bytes = new byte[100];
        return new String(bytes, 0, descriptors.read(fd, bytes, bytes.length), StandardCharsets.UTF_8);
    }

    @Test
    void whatAKilledDaemonHadOnItsWayIsFoundByTheStreamItBelongsTo() throws IOException {
        Bays killed = open();
        Bay bay = killed.lend(FIFO).orElseThrow();
        load(bay, "hello");
        // As the keeper holds it when the daemon is gone.
        Fd held = descriptors.openFifoForPump(bay.path());
        killed.giveBack(bay);
        killed.close();

        Bays next = open();
        assertEquals(Optional.empty(), next.takeLeft(Path.of("/run/fifo/p.stderr")));
        Bay left = next.takeLeft(FIFO).orElseThrow();
        assertEquals(5, left.inside());
        assertEquals("hello", content(left.fd()));
        left.unloaded(5);
        next.giveBack(left);
        next.close();
        descriptors.close(held);
    }

    @Test
    void asManyAreLentAsThereMayBeLargePipes() throws IOException {
        Bays bays = open();
        List<Bay> lent = new ArrayList<>();
        for (int i = 0; i < LargePipes.MOST; i++) {
            Path fifo = Path.of("/run/fifo/p" + i);
            lent.add(bays.lend(fifo).orElseThrow());
            assertTrue(Files.exists(directory.resolve("p" + i)), "it has the name of the stream");
        }
        assertEquals(Optional.empty(), bays.lend(FIFO));
        bays.giveBack(lent.get(2));
        assertEquals(Optional.of(lent.get(2)), bays.lend(FIFO));
        lent.forEach(bays::giveBack);
        bays.close();
        assertEquals(LargePipes.MOST, directory.toFile().list().length);
    }

    @Test
    void theOneThatAStreamHadIsLentToItAgain() throws IOException {
        Bays bays = open();
        Bay first = bays.lend(FIFO).orElseThrow();
        Bay other = bays.lend(Path.of("/run/fifo/q.stdout")).orElseThrow();
        bays.giveBack(other);
        bays.giveBack(first);
        assertEquals(Optional.of(first), bays.lend(FIFO));
        bays.giveBack(first);
        bays.close();
    }

    @Test
    void whatIsNotKeptIsNotLent() throws IOException {
        Bays bays = Bays.open(descriptors, new NamedPipes(descriptors, false), directory, log);
        assertEquals(Optional.empty(), bays.lend(FIFO));
        assertEquals(0, directory.toFile().list().length);
        bays.close();
    }

    @Test
    void withoutItsDirectoryNothingIsLent() throws IOException {
        Bays bays = open();
        for (Path file : files()) {
            Files.delete(file);
        }
        assertEquals(Optional.empty(), bays.lend(FIFO));
        assertTrue(log.lines().get(0).contains("cannot give"), log.lines().toString());
        bays.close();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
