package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts with the date when they began, {@code FILE-20261121} or {@code FILE-20261121-160000}; further ones of the same date end
 * in {@code .1}, {@code .2} and so on, the higher the younger. Compressed ones end in {@code .gz}.
 *
 * @param file the live file
 * @param backups how many older parts are kept
 * @param stamp the date of the next part
 */
record DatedRotation(Path file, int backups, String stamp) implements Rotation {
    private static final Pattern ENDING = Pattern.compile("-([0-9]{8}(?:-[0-9]{6})?)(?:\\.([0-9]{1,9}))?(?:\\.gz)?");

    /** A part that is there. */
    private record Part(Path path, String stamp, int number) {
        static final Comparator<Part> YOUNGEST_FIRST =
                Comparator.comparing(Part::stamp).thenComparingInt(Part::number).reversed();
    }

    private List<Part> found() throws IOException {
        List<Part> found = new ArrayList<>();
        String live = file.getFileName().toString();
        Path directory = file.toAbsolutePath().getParent();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(
                directory, path -> path.getFileName().toString().startsWith(live + "-"))) {
            for (Path path : names) {
                Matcher ending = ENDING.matcher(path.getFileName().toString().substring(live.length()));
                if (ending.matches()) {
                    String number = ending.group(2);
                    found.add(new Part(path, ending.group(1), number == null ? 0 : Integer.parseInt(number)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Without the directory there are no parts.
            return List.of();
        }
        found.sort(Part.YOUNGEST_FIRST);
        return found;
    }

    @Override
    public List<Path> existing() throws IOException {
        return found().stream().map(Part::path).toList();
    }

    @Override
    public void shift() throws IOException {
        List<Part> found = found();
        int number = found.stream()
                .filter(part -> part.stamp.equals(stamp))
                .mapToInt(part -> part.number + 1)
                .max()
                .orElse(0);
        String name = file.getFileName() + "-" + stamp + (number == 0 ? "" : "." + number);
        Files.move(file, file.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        if (found.size() >= backups) {
            Rotation.remove(found.subList(backups - 1, found.size()).stream()
                    .map(Part::path)
                    .toList());
        }
    }

    @Override
    public void removeParts() throws IOException {
        Rotation.remove(existing());
    }
}
