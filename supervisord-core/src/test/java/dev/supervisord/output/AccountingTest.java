package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.Archive.Compression;
import dev.supervisord.model.Archive.Names;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the daemon counts, what is in the files, and what the program wrote are the same, however it is stored. */
@Timeout(300)
class AccountingTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final int BACKUPS = 500;

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "RAW,0,NONE",
        "RAW,5000,NONE",
        "RAW,5000,GZIP",
        "TIMESTAMPS,0,NONE",
        "TIMESTAMPS,5000,NONE",
        "TIMESTAMPS,5000,GZIP",
        "JSON,0,NONE",
        "JSON,5000,NONE",
        "JSON,5000,GZIP"
    })
    void storedIsWhatWasWritten(LogFormat format, int bytesMax, Compression compression) throws Exception {
        Archive archive = new Archive(Optional.empty(), Names.NUMBERED, compression, 0);
        LogOptions options = new LogOptions(format, OnError.BLOCK, false, archive);
        StringBuilder written = new StringBuilder();
        try (PumpRig rig = new PumpRig(directory)) {
            Child child = rig.child(new LogSpec(new Target.File(rig.file("out")), bytesMax, BACKUPS, false, options));
            for (int i = 0; i < 400; i++) {
                String text = text();
                child.write(text);
                written.append(text);
                if (random.nextInt(10) == 0) {
                    rig.pump.flush(P);
                }
            }
            child.write("the end");
            written.append("the end");
            rig.pump.finish(P);
            StreamStatus status = rig.pump.status(P, Channel.STDOUT).orElseThrow();
            assertEquals(written.length(), status.storedBytes(), "seed " + seed);
            assertEquals(0, status.droppedBytes() + status.waitingBytes(), "seed " + seed);
            long lines = written.chars().filter(letter -> letter == '\n').count();
            // An unfinished line that a format has to end is none that the program ended.
            assertTrue(
                    status.storedLines() <= lines && (status.uncountedBytes() > 0 || status.storedLines() == lines),
                    () -> status + " of " + lines + " lines, seed " + seed);
            long parts = rig.names().stream()
                    .filter(name -> name.matches("out\\.\\d+(\\.gz)?"))
                    .count();
            assertEquals(parts, status.rotations(), "seed " + seed);
            assertTrue(bytesMax == 0 || parts > 10, parts + " parts, seed " + seed);
            if (compression == Compression.GZIP) {
                Eventually.until(
                        () -> rig.names().stream().allMatch(name -> name.equals("out") || name.endsWith(".gz")),
                        () -> rig.names().toString());
            }
            assertEquals(written.toString(), decoded(format, whole(rig)), "seed " + seed);
        }
    }

    /** Some lines, the last perhaps unfinished; without what JSON escapes or a time could be taken for. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(4); line >= 0; line--) {
            text.append("word ".repeat(random.nextInt(30)));
            text.append(line > 0 || random.nextInt(4) > 0 ? "\n" : "");
        }
        return text.toString();
    }

    /** All parts, the oldest first. */
    private static String whole(PumpRig rig) throws IOException {
        StringBuilder whole = new StringBuilder();
        for (int number = BACKUPS; number >= 1; number--) {
            whole.append(rig.read("out." + number));
            byte[] compressed = rig.bytes("out." + number + ".gz");
            if (compressed.length > 0) {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                    whole.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return whole.append(rig.read("out")).toString();
    }

    /** What the program wrote; the last line of all has no line feed. */
    private static String decoded(LogFormat format, String stored) {
        return switch (format) {
            case RAW -> stored;
            case TIMESTAMPS -> {
                String text = stored.replaceAll("\n" + TIME + "\\+", "").replaceAll("(?m)^" + TIME + " ", "");
                yield text.substring(0, text.length() - 1);
            }
            case JSON ->
                new String(
                        StoredLines.bytes(stored.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
        };
    }
}
