package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.OsException;
import dev.supervisord.os.RunRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Records as small text files, {@code NAME.run} in a directory of their own.
 *
 * <p>No reader ever finds half of one. All have the same size, one page, and are written over in place by one call, which the
 * kernel does not leave half done when the daemon is killed ({@code SIGKILL} is looked for between pages). The rare larger
 * one is written beside its file and renamed; that would do for all, but on a disk a file system may begin to write when a file
 * is replaced, and every launch and every stop waits for its record. They need not survive the machine.
 */
public final class RunFiles implements RunRecords {

    private static final String SUFFIX = ".run";
    private static final String DRAFT = ".draft";
    private static final int NAME_CHARS_MAX = 200;
    private static final int MODE = 0600;
    private static final int BYTES_MAX = 1 << 20;

    private final Path directory;

    private RunFiles(Path directory) {
        this.directory = directory;
    }

    /** Uses this directory, and makes it, readable by its owner only, if it is not there. */
    public static RunFiles in(Path directory) throws IOException {
        make(directory);
        return new RunFiles(directory);
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public void write(RunRecord record) {
        Path file = path(record.name());
        String draft = file + DRAFT;
        byte[] text = RunText.write(record);
        Optional<Errno> problem = text.length == RunText.SIZE && isFreeOrOfSize(file)
                ? store(file.toString(), 0, text)
                : store(draft, Linux.O_TRUNC, text).or(() -> rename(draft, file.toString()));
        if (problem.isPresent()) {
            makeAgain();
            discard(file);
            discard(Path.of(draft));
            throw problem.get().asFailureTo("write the record of " + record.name() + " to '" + file + "'");
        }
    }

    /** Whether a record of the usual size may be written over what is there; anything odd is replaced as a whole. */
    private static boolean isFreeOrOfSize(Path file) {
        return FileStat.ofPath(file.toString())
                .map(there -> there.isRegular() && (there.size() == RunText.SIZE || there.size() == 0))
                .orElse(true);
    }

    /** Somebody may have removed the directory; whoever writes next finds one, and is told of this failure all the same. */
    private void makeAgain() {
        try {
            make(directory);
        } catch (IOException alsoFailed) {
            // The disk may be full or read-only; the failure that led here is being reported.
            return;
        }
    }

    /** Not by the JDK's channels, which take several times as long: every launch waits for this twice. */
    private static Optional<Errno> store(String path, int truncate, byte[] content) {
        Scratch scratch = Scratch.ofThread();
        int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_CLOEXEC;
        int fd = LibC.open(scratch.text(path), flags | truncate, MODE);
        if (fd < 0) {
            return Optional.of(Errno.last());
        }
        Memory bytes = scratch.buffer(content.length);
        bytes.write(0, content, 0, content.length);
        long taken = LibC.write(fd, Scratch.address(bytes), content.length);
        // A disk that takes only a part gives no reason; the next write would give this one.
        Optional<Errno> problem =
                taken == content.length ? Optional.empty() : Optional.of(taken < 0 ? Errno.last() : Errno.ENOSPC);
        LibC.close(fd);
        return problem;
    }

    private static Optional<Errno> rename(String from, String to) {
        byte[] name = NativeText.encode(to);
        Memory target = Scratch.ofThread().buffer(name.length + 1);
        target.write(0, name, 0, name.length);
        target.setByte(name.length, (byte) 0);
        int renamed = LibC.rename(Scratch.ofThread().text(from), Scratch.address(target));
        return renamed == 0 ? Optional.empty() : Optional.of(Errno.last());
    }

    /** A record of an earlier run would be worse than none: its program has ended, which says that none runs. */
    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException alsoFailed) {
            // The next daemon finds what runs by its mark; the failure that led here is being reported.
            return;
        }
    }

    @Override
    public void remove(ProcessName name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException failed) {
            throw failure("remove the record of " + name, failed);
        }
    }

    @Override
    public void clear() {
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (name.endsWith(SUFFIX) || name.endsWith(DRAFT)) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failed) {
                    throw failure("remove the record '" + file + "'", failed);
                }
            }
        }
    }

    @Override
    public String file(ProcessName name) {
        return path(name).toString();
    }

    @Override
    public Reading readAll() {
        List<RunRecord> records = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (name.endsWith(DRAFT)) {
                continue; // what a daemon was about to write when it died; it was not valid yet
            }
            try {
                records.add(read(file));
            } catch (IOException failed) {
                unreadable.add(new Unreadable(file.toString(), "it cannot be read: " + reason(failed)));
            } catch (RunText.Unreadable why) {
                unreadable.add(new Unreadable(file.toString(), String.valueOf(why.getMessage())));
            }
        }
        return new Reading(records, unreadable);
    }

    private RunRecord read(Path file) throws IOException, RunText.Unreadable {
        if (!Files.isRegularFile(file) || !file.getFileName().toString().endsWith(SUFFIX)) {
            throw new RunText.Unreadable("it is no record; nothing else should be in this directory");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new RunText.Unreadable("it is too large for a record");
        }
        RunRecord record = RunText.read(Files.readAllBytes(file));
        if (!path(record.name()).equals(file)) {
            throw new RunText.Unreadable("it is the record of " + record.name() + " under a wrong name");
        }
        return record;
    }

    private List<Path> list() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(files::add);
        } catch (IOException failed) {
            throw failure("read the directory of records '" + directory + "'", failed);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private Path path(ProcessName name) {
        return directory.resolve(escape(name.toString()) + SUFFIX);
    }

    /** Different names give different files; what gets too long ends in {@code ~} and a checksum. */
    private static String escape(String text) {
        StringBuilder name = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte unit : bytes) {
            char c = (char) (unit & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || "-_.:".indexOf(c) >= 0) {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        if (name.length() > NAME_CHARS_MAX) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            name.setLength(NAME_CHARS_MAX);
            name.append('~').append(Long.toHexString(sum.getValue()));
        }
        return name.toString();
    }

    private static OsException failure(String what, IOException failed) {
        return new OsException("EIO", what, reason(failed));
    }

    private static String reason(IOException failed) {
        return failed.getClass().getSimpleName().replace("Exception", "") + ": " + failed.getMessage();
    }
}
