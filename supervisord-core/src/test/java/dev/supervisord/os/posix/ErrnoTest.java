package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.os.OsException;
import org.junit.jupiter.api.Test;

final class ErrnoTest {

    @Test
    void aNumberHasItsNameAndText() {
        assertEquals("No such file or directory (ENOENT)", Errno.ENOENT.toString());
        assertEquals("ENOSPC", new Errno(28).symbol());
        assertEquals("Memory page has hardware error (EHWPOISON)", new Errno(133).toString());
    }

    @Test
    void aNumberWithoutANameIsTold() {
        assertEquals("Unknown error 41 (E41)", new Errno(41).toString());
        assertEquals("Unknown error 4711 (E4711)", new Errno(4711).toString());
    }

    @Test
    void theLastFailureOfTheThreadIsRead() {
        assertEquals(-1, LibC.close(-1));
        OsException failure = Errno.failure("close nothing");
        assertEquals("cannot close nothing: Bad file descriptor (EBADF)", failure.getMessage());
        assertEquals("EBADF", failure.errno());
    }
}
