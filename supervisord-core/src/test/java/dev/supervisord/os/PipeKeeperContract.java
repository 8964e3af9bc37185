package dev.supervisord.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.posix.PosixDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@link PipeKeeper} promises; holds for the real and the fake. */
public abstract class PipeKeeperContract {

    protected final PosixDescriptors descriptors = new PosixDescriptors();

    protected abstract PipeKeeper keeper();

    /** A path at which a pipe may have its name. */
    protected abstract Path name(String name);

    protected final void write(Fd pipe, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(bytes.length, descriptors.write(pipe, bytes, 0, bytes.length));
    }

    protected final String read(Fd pipe) {
        byte[] bytes = new byte[100];
        int length = descriptors.read(pipe, bytes, bytes.length);
        return length < 0 ? "" : new String(bytes, 0, length, UTF_8);
    }

    protected final void close(Fd pipe) {
        keeper().forget(pipe);
        descriptors.close(pipe);
    }

    private static boolean exists(Path name) {
        return Files.exists(name, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void whatIsWrittenByTheNameArrives() {
        Fd pump = keeper().open(name("web"));
        Fd other = descriptors.openFifoForPump(name("web"));
        write(other, "hello");
        assertEquals("hello", read(pump));
        assertEquals("", read(pump), "and nobody waits");
        descriptors.close(other);
        close(pump);
    }

    @Test
    void aPipeThatIsOpenSomewhereIsFoundAgainByItsName() {
        Fd pump = keeper().open(name("web"));
        Fd other = descriptors.openFifoForPump(name("web"));
        write(pump, "for the next");
        close(pump);
        assertTrue(exists(name("web")));
        Fd again = keeper().open(name("web"));
        assertEquals("for the next", read(again));
        close(again);
        descriptors.close(other);
    }

    @Test
    void aPipeIsFoundByItsNewNameOnly() {
        Fd pump = keeper().open(name("web"));
        keeper().rename(pump, name("other"));
        assertFalse(exists(name("web")));
        Fd other = descriptors.openFifoForPump(name("other"));
        write(other, "renamed");
        assertEquals("renamed", read(pump));
        descriptors.close(other);
        close(pump);
    }

    @Test
    void aRemovedPipeHasASuccessorWithNothingInIt() {
        Fd pump = keeper().open(name("web"));
        write(pump, "old");
        keeper().remove(pump);
        assertFalse(exists(name("web")));
        Fd successor = keeper().open(name("web"));
        assertEquals("", read(successor));
        assertNotEquals(
                descriptors.status(pump).id(), descriptors.status(successor).id());
        keeper().remove(pump);
        assertTrue(exists(name("web")), "the name is not that of the old one any more");
        close(pump);
        close(successor);
    }

    @Test
    void oneWhoseNameSomebodyHasRemovedHasASuccessor() throws IOException {
        Fd pump = keeper().open(name("web"));
        assertTrue(keeper().hasName(pump));
        Files.delete(name("web"));
        assertFalse(keeper().hasName(pump));
        Fd successor = keeper().open(name("web"));
        assertNotEquals(
                descriptors.status(pump).id(), descriptors.status(successor).id());
        keeper().remove(pump);
        assertTrue(exists(name("web")));
        close(pump);
        close(successor);
    }
}
