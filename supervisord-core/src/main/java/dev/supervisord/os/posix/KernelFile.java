package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.OsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The small text files by which the kernel tells and is told things; each is read, and written, in one call. Stateless. */
final class KernelFile {

    private KernelFile() {}

    /** Its text without the line's end; empty when there is no such file, or when it is of something that has gone. */
    static Optional<String> read(Path file) {
        try {
            return ProcFs.read(file.toString()).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (OsException failed) {
            if (failed.errno().equals("ENODEV") || failed.errno().equals("EOPNOTSUPP")) {
                return Optional
                        .empty(); // a cgroup that is just being removed, or whose processes are in those below it
            }
            throw failed;
        }
    }

    /** The value behind a word in a file with a word and a number on each line; 0 where there is none. */
    static long number(Path file, String word) {
        return read(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Tells the kernel something; why it does not take it, or nothing. */
    static Optional<Errno> write(Path file, String text) {
        Scratch scratch = Scratch.ofThread();
        int fd = LibC.open(scratch.text(file.toString()), Linux.O_WRONLY | Linux.O_TRUNC | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return Optional.of(Errno.last());
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory buffer = scratch.buffer(bytes.length);
        buffer.write(0, bytes, 0, bytes.length);
        boolean taken = LibC.write(fd, Scratch.address(buffer), bytes.length) == bytes.length;
        Optional<Errno> refusal = taken ? Optional.empty() : Optional.of(Errno.last());
        LibC.close(fd);
        return refusal;
    }
}
