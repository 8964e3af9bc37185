package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Pid;
import dev.supervisord.os.PidFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Pidfiles by {@code open(2)} with {@code O_NONBLOCK}: a pipe in the place of a file keeps nobody waiting. Stateless. */
public final class PosixPidFiles implements PidFiles {

    /** A pid and white space around it. */
    private static final int BYTES_MAX = 64;

    /** {@code proc(5)}: pid_max is at most 4194304. */
    private static final int DIGITS_MAX = 7;

    @Override
    public Optional<Pid> read(Path file) {
        Scratch scratch = Scratch.ofThread();
        int fd = LibC.open(
                scratch.text(file.toString()), Linux.O_RDONLY | Linux.O_NONBLOCK | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
        if (fd < 0) {
            Errno reason = Errno.last();
            if (reason.equals(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw reason.asFailureTo("open the pidfile " + file);
        }
        try {
            Memory buffer = scratch.buffer(BYTES_MAX);
            long got = LibC.read(fd, Scratch.address(buffer), BYTES_MAX);
            if (got < 0) {
                throw Errno.failure("read the pidfile " + file);
            }
            return parse(new String(buffer.getByteArray(0, (int) got), StandardCharsets.ISO_8859_1));
        } finally {
            LibC.close(fd);
        }
    }

    private static Optional<Pid> parse(String text) {
        String number = text.strip();
        boolean isPid = !number.isEmpty()
                && number.length() <= DIGITS_MAX
                && number.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && Integer.parseInt(number) > 1;
        return isPid ? Optional.of(new Pid(Integer.parseInt(number))) : Optional.empty();
    }
}
