package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of pipes: symbolic links to where a process has them open, {@code /proc/PID/fd/N}, which may be opened like the pipe itself.
 *
 * <p>Not for use by several threads at once.
 */
final class PipeNames {

    private static final Pattern TARGET = Pattern.compile("/proc/([1-9][0-9]{0,9})/fd/([0-9]{1,9})");
    private static final int TARGET_BYTES_MAX = 64;

    private final Path draft;

    /** @param draft where a link may be for a moment, on the file system of the names */
    PipeNames(Path draft) {
        this.draft = draft;
    }

    /** Where a name leads to, or led to when the process lived. */
    record Target(Pid pid, int descriptor) {}

    /** Empty when there is no such name, or when it is none of these links. */
    static Optional<Target> target(Path name) {
        Memory buffer = Scratch.ofThread().struct();
        long length =
                LibC.readlink(Scratch.ofThread().text(name.toString()), Scratch.address(buffer), TARGET_BYTES_MAX);
        if (length < 0) {
            return Optional.empty();
        }
        byte[] text = buffer.getByteArray(0, (int) length);
        Matcher match = TARGET.matcher(new String(text, StandardCharsets.ISO_8859_1));
        return match.matches()
                ? Optional.of(new Target(new Pid(Integer.parseInt(match.group(1))), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    /** The names in some directories, of which some may not be there. */
    static List<Path> in(List<Path> directories) throws IOException {
        List<Path> names = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                    entries.forEach(names::add);
                }
            }
        }
        return names;
    }

    /** Whether anything has this name, wherever it leads to. */
    static boolean isTaken(Path name) {
        return Files.exists(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether this name is something that may have been there before names were links: a named pipe, or nothing of ours. */
    static boolean isOther(Path name) {
        return isTaken(name) && target(name).isEmpty();
    }

    /** Makes the name lead there, in one step: at no instant it leads nowhere. */
    void point(Path name, String target) {
        remove(draft);
        Optional<Errno> failed = link(target);
        if (failed.filter(Errno.ENOENT::equals).isPresent()) {
            // Somebody has removed the directory.
            LibC.mkdir(Scratch.ofThread().text(String.valueOf(draft.getParent())), 0700);
            failed = link(target);
        }
        if (failed.isPresent()) {
            throw failed.get().asFailureTo("make the link '" + draft + "'");
        }
        rename(draft, name);
    }

    private Optional<Errno> link(String target) {
        int made = LibC.symlink(buffer(target), Scratch.ofThread().text(draft.toString()));
        return made == 0 ? Optional.empty() : Optional.of(Errno.last());
    }

    static void rename(Path from, Path to) {
        if (LibC.rename(Scratch.ofThread().text(from.toString()), buffer(to.toString())) != 0) {
            throw Errno.failure("make the pipe '" + to + "'");
        }
    }

    private static long buffer(String text) {
        byte[] bytes = NativeText.encode(text);
        Memory buffer = Scratch.ofThread().buffer(bytes.length + 1);
        buffer.write(0, bytes, 0, bytes.length);
        buffer.setByte(bytes.length, (byte) 0);
        return Scratch.address(buffer);
    }

    /** Removes a name, if it is there. */
    static void remove(Path name) throws OsException {
        if (LibC.unlink(Scratch.ofThread().text(name.toString())) != 0
                && !Errno.last().equals(Errno.ENOENT)) {
            throw Errno.failure("remove '" + name + "'");
        }
    }

    /** Removes what is left of the last step when the daemon was killed in it. */
    void clean() {
        remove(draft);
    }
}
