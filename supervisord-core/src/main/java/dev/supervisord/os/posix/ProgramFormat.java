package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure.Stage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells from the first bytes of an executable file whether the kernel can run it, and if not, why; {@code execve(2)}
 * reports a script's missing interpreter as if the script were missing.
 *
 * <p>A file that may be executed but not read is taken for good.
 */
final class ProgramFormat {

    /** What the kernel reads of a file to recognise it, and how many interpreters of interpreters it follows. */
    private static final int HEAD_BYTES = 256;

    private static final int DEPTH_MAX = 4;
    private static final Path OTHER_FORMATS = Path.of("/proc/sys/fs/binfmt_misc");

    private ProgramFormat() {}

    /** Fails with stage {@code EXEC} when the kernel would refuse to run this file, whose mode allows it. */
    static void check(Program program) throws StageFailed {
        check(program.file(), program.seen(), program.file(), 0);
    }

    private static void check(String script, String seen, String named, int depth) throws StageFailed {
        Optional<byte[]> head = head(seen);
        if (head.isEmpty() || isElf(head.get()) || depth > DEPTH_MAX) {
            return;
        }
        Optional<String> interpreter = interpreter(head.get());
        if (interpreter.isEmpty()) {
            if (!hasOtherFormats()) {
                throw notAProgram(named);
            }
            return;
        }
        String next = interpreter.get();
        Optional<FileStat> stat = FileStat.ofPath(next);
        if (stat.isEmpty()) {
            throw badInterpreter(script, next, Errno.last());
        }
        if (!stat.get().isExecutable() || !Program.mayExecute(next)) {
            throw badInterpreter(script, next, Errno.EACCES);
        }
        check(script, next, next, depth + 1);
    }

    static StageFailed notAProgram(String file) {
        return new StageFailed(
                Stage.EXEC,
                Errno.ENOEXEC,
                "cannot execute '" + file
                        + "': it is neither a program for this machine nor a script that begins with '#!'"
                        + " (ENOEXEC)");
    }

    private static StageFailed badInterpreter(String script, String interpreter, Errno reason) {
        boolean missing = reason.equals(Errno.ENOENT) || reason.equals(Errno.ENOTDIR);
        String what = missing ? "does not exist" : "may not be executed";
        String hint =
                interpreter.endsWith("\r") ? "; the script has Windows line ends, remove the carriage returns" : "";
        return new StageFailed(
                Stage.EXEC,
                reason,
                "cannot execute '" + script + "': its interpreter '" + interpreter.replace("\r", "\\r") + "' " + what
                        + " (" + reason.symbol() + ")" + hint);
    }

    private static boolean isElf(byte[] head) {
        return head.length >= 4 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /** The word after {@code #!}, ended by white space as the kernel sees it: a blank, a tab or the end of the line. */
    private static Optional<String> interpreter(byte[] head) {
        if (head.length < 2 || head[0] != '#' || head[1] != '!') {
            return Optional.empty();
        }
        int begin = 2;
        while (begin < head.length && (head[begin] == ' ' || head[begin] == '\t')) {
            begin++;
        }
        int end = begin;
        while (end < head.length && head[end] != ' ' && head[end] != '\t' && head[end] != '\n' && head[end] != 0) {
            end++;
        }
        return end == begin ? Optional.empty() : Optional.of(NativeText.decode(head, begin, end - begin));
    }

    private static Optional<byte[]> head(String seen) {
        Scratch scratch = Scratch.ofThread();
        int fd = LibC.open(scratch.text(seen), Linux.O_RDONLY | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
        if (fd < 0) {
            return Optional.empty();
        }
        Memory buffer = scratch.buffer(HEAD_BYTES);
        long got = LibC.read(fd, Scratch.address(buffer), HEAD_BYTES);
        LibC.close(fd);
        return got < 0 ? Optional.empty() : Optional.of(buffer.getByteArray(0, (int) got));
    }

    /** Whether the administrator taught the kernel more formats than its own; see {@code binfmt_misc}. */
    private static boolean hasOtherFormats() {
        try (DirectoryStream<Path> formats = Files.newDirectoryStream(
                OTHER_FORMATS, file -> !file.endsWith("register") && !file.endsWith("status"))) {
            return formats.iterator().hasNext();
        } catch (IOException e) {
            return false; // not mounted here, so there are none
        }
    }
}
