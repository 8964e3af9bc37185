package dev.supervisord.os.posix;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The list as a text file with a name in each line, which people may edit while no daemon runs. File and directory are made
 * when there is something to keep.
 */
public final class KeptStopsFile implements KeptStops {

    private static final String HEAD = "# Processes that are kept stopped until \"ctl start\" of them.\n";
    private static final long BYTES_MAX = 16 << 20;

    private final Path file;

    public KeptStopsFile(Path file) {
        this.file = file;
    }

    @Override
    public Reading read() {
        List<String> lines;
        try {
            if (Files.size(file) > BYTES_MAX) {
                return unreadable("it is too large for such a list");
            }
            lines = List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
        } catch (NoSuchFileException none) {
            return new Reading(Set.of(), List.of());
        } catch (IOException failed) {
            return unreadable(reason(failed));
        }
        Set<ProcessName> names = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.chars().anyMatch(c -> c < ' ' || c == 0xfffd)) {
                problems.add("cannot use line " + (i + 1) + " of '" + file + "': it is no name of a process");
            } else {
                names.add(ProcessName.parse(line));
            }
        }
        return new Reading(names, problems);
    }

    private Reading unreadable(String reason) {
        return new Reading(
                Set.of(),
                List.of("cannot read which processes are kept stopped from '" + file + "': " + reason
                        + "; none is kept stopped now"));
    }

    @Override
    public void write(SortedSet<ProcessName> names) {
        StringBuilder text = new StringBuilder(HEAD);
        names.forEach(name -> text.append(name).append('\n'));
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.createDirectories(
                    directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            store(draft, text.toString());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(directory());
        } catch (IOException failed) {
            throw new OsException("EIO", "write which processes are kept stopped to '" + file + "'", reason(failed));
        }
    }

    private Path directory() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static void store(Path path, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A rename survives a power cut only once its directory is on the disk too; {@code fsync(2)}. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String reason(IOException failed) {
        return failed.getClass().getSimpleName().replace("Exception", "") + ": " + failed.getMessage();
    }
}
