package dev.supervisord.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A log with its older parts, which are numbered or dated, compressed or not. */
record StoredLog(Path file) {

    private static final Pattern ENDING = Pattern.compile("(?:-([0-9]{8}))?(?:\\.([0-9]+))?(\\.gz)?");

    /** Something that is told of each line in turn. */
    interface Reader {
        void line(String line);
    }

    /** A part; where dated ones have a number the higher is the younger, of the others it is the older. */
    private record Part(Path path, String date, int number) {
        static final Comparator<Part> OLDEST_FIRST = Comparator.comparing(Part::date)
                .thenComparing(part -> part.date.isEmpty() ? -part.number : part.number);
    }

    private Stream<Part> parts() throws IOException {
        String live = file.getFileName().toString();
        List<Path> all;
        try (Stream<Path> names = Files.list(file.getParent())) {
            all = names.toList();
        }
        return all.stream()
                .filter(path -> path.getFileName().toString().startsWith(live) && !path.equals(file))
                .map(path -> part(path, path.getFileName().toString().substring(live.length())))
                .sorted(Part.OLDEST_FIRST);
    }

    private static Part part(Path path, String ending) {
        Matcher matcher = ENDING.matcher(ending);
        if (!matcher.matches()) {
            throw new AssertionError("not a part of a log: " + path);
        }
        String date = matcher.group(1) == null ? "" : matcher.group(1);
        return new Part(path, date, matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    /** How many older parts there are, and how many of them are not compressed. */
    record Number(long parts, long plain) {}

    Number number() throws IOException {
        try (Stream<Path> names = Files.list(file.getParent())) {
            List<Path> older = names.filter(path -> path.toString().startsWith(file.toString()) && !path.equals(file))
                    .toList();
            return new Number(
                    older.size(),
                    older.stream()
                            .filter(path -> !path.toString().endsWith(".gz"))
                            .count());
        }
    }

    /** Gives every line, the oldest first; to be called when all parts are compressed. */
    void read(Reader reader) throws IOException {
        List<Path> files =
                Stream.concat(parts().map(Part::path), Stream.of(file)).toList();
        for (Path part : files) {
            read(part, reader);
        }
    }

    private static void read(Path part, Reader reader) throws IOException {
        boolean compressed = part.toString().endsWith(".gz");
        try (InputStream bytes = Files.newInputStream(part);
                InputStream plain = compressed ? new GZIPInputStream(bytes, 1 << 16) : bytes;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1), 1 << 16)) {
            lines.lines().forEach(reader::line);
        } catch (UncheckedIOException e) {
            throw new IOException("cannot read " + part, e);
        }
    }
}
