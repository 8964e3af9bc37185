package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.line;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A follower that comes and goes, over many rotations and several daemons. */
@Timeout(300)
class FollowingTest {
    private static final int BYTES_MAX = 1000;
    private static final int LINE_BYTES = 100;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Optional<PumpRig> rig = Optional.empty();
    private Optional<Child> child = Optional.empty();

    @AfterEach
    void end() {
        child.ifPresent(Child::close);
        rig.ifPresent(PumpRig::close);
    }

    private PumpRig rig() {
        return rig.orElseThrow();
    }

    private void daemon(LogSpec spec) throws IOException, Outputs.OpenFailed {
        rig.ifPresent(PumpRig::close);
        if (child.isEmpty()) {
            // The named pipe outlives the daemon that made it, and whatever counts open descriptors begins
            // after it is open.
            PumpRig first = new PumpRig(directory);
            first.pump.attach(P, PumpRig.only(spec));
            first.close();
            child = Optional.of(new Child(directory.resolve("run/fifo/p.stdout")));
        }
        PumpRig fresh = new PumpRig(directory);
        rig = Optional.of(fresh);
        fresh.pump.attach(P, PumpRig.only(spec));
        fresh.pump.begin(P, 1);
    }

    private LogSpec spec(LogFormat format, int backups, Names names, Compression compression) {
        Optional<Duration> period = names == Names.DATED ? Optional.of(Duration.ofDays(7)) : Optional.empty();
        Archive archive = new Archive(period, names, compression, 0);
        Target file = new Target.File(directory.resolve("log/out"));
        return new LogSpec(file, BYTES_MAX, backups, false, new LogOptions(format, OnError.BLOCK, false, archive));
    }

    static Stream<Arguments> logs() {
        return Stream.of(
                Arguments.of(LogFormat.RAW, 4, Names.NUMBERED, Compression.NONE, 1000),
                Arguments.of(LogFormat.RAW, 8, Names.NUMBERED, Compression.GZIP, 1000),
                Arguments.of(LogFormat.RAW, 6, Names.DATED, Compression.NONE, 300),
                Arguments.of(LogFormat.RAW, 8, Names.DATED, Compression.GZIP, 300),
                Arguments.of(LogFormat.TIMESTAMPS, 8, Names.NUMBERED, Compression.GZIP, 300));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aFollowerWhoComesAndGoesSeesEachLineOnce(
            LogFormat format, int backups, Names names, Compression compression, int rotations) throws Exception {
        LogSpec spec = spec(format, backups, names, compression);
        daemon(spec);
        LogTraveller follower = new LogTraveller();
        follower.connect(rig());
        int bytesOfLine = LINE_BYTES + (format == LogFormat.TIMESTAMPS ? 25 : 0);
        int most = (backups - 2) * BYTES_MAX / bytesOfLine;
        int lines = (rotations + 1) * (BYTES_MAX / bytesOfLine + 1);
        for (int i = 0; i < lines; ) {
            // Never further ahead of the follower than the backups reach, even while it is away.
            for (int burst = 1 + random.nextInt(most); burst > 0 && i < lines; burst--) {
                child.orElseThrow().write(line(i++));
            }
            if (!follower.isConnected()) {
                follower.connect(rig());
            } else if (LogTraveller.now(random, 3)) {
                follower.disconnect();
                follower.connect(rig());
            }
            rig().pump.flush(P);
            follower.await((long) i * bytesOfLine);
            if (LogTraveller.now(random, 40)) {
                follower.disconnect();
                daemon(spec);
            }
        }
        follower.disconnect();
        assertEquals(0, follower.missed(), "seed " + seed);
        assertEquals(0, follower.lost(), "seed " + seed);
        String[] seen = follower.seen().split("\n", -1);
        assertEquals(lines + 1, seen.length, "seed " + seed);
        for (int i = 0; i < lines; i++) {
            String text = format == LogFormat.RAW ? seen[i] : seen[i].substring(25);
            assertEquals(line(i), text + "\n", "seed " + seed);
        }
    }

    @Test
    void whatVanishesBeforeItWasReadIsCountedToTheByte() throws Exception {
        daemon(spec(LogFormat.RAW, 2, Names.NUMBERED, Compression.GZIP));
        LogTraveller follower = new LogTraveller();
        follower.connect(rig());
        int lines = 2000;
        for (int i = 0; i < lines; i++) {
            child.orElseThrow().write(line(i));
            if (LogTraveller.now(random, 20)) {
                follower.ready(random.nextBoolean());
            }
        }
        rig().pump.flush(P);
        follower.ready(true);
        follower.await((long) lines * LINE_BYTES);
        follower.disconnect();
        assertEquals((long) lines * LINE_BYTES, follower.seen().length() + follower.missed(), "seed " + seed);
        assertTrue(follower.missed() > 0, "nothing vanished");
        assertRising(follower.seen());
        assertTrue(follower.seen().endsWith(line(lines - 1)));
    }

    @Test
    void whoComesBackTooLateIsToldAndGoesOnWithTheOldestLine() throws Exception {
        daemon(spec(LogFormat.RAW, 2, Names.NUMBERED, Compression.NONE));
        LogTraveller follower = new LogTraveller();
        follower.connect(rig());
        child.orElseThrow().write(line(0));
        follower.await(LINE_BYTES);
        follower.disconnect();
        for (int i = 1; i < 100; i++) {
            child.orElseThrow().write(line(i));
        }
        rig().pump.flush(P);
        follower.connect(rig());
        String left = rig().whole("out", 2);
        follower.await(LINE_BYTES + left.length());
        follower.disconnect();
        assertEquals(1, follower.lost());
        assertEquals(line(0) + left, follower.seen());
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            assertEquals(3, files.count());
        }
    }

    /**
     * Whole lines, each later than the one before it. A gap may begin before the line feed of a line, which the file that is then
     * rotated gets a moment later.
     */
    private void assertRising(String text) {
        Matcher line = Pattern.compile("(\\d{8}) x{90}\n?").matcher(text);
        int last = -1;
        int end = 0;
        while (line.find()) {
            assertEquals(end, line.start(), "a line is torn, seed " + seed);
            int number = Integer.parseInt(line.group(1));
            assertTrue(number > last, number + " after " + last + ", seed " + seed);
            last = number;
            end = line.end();
        }
        assertEquals(text.length(), end, "a line is torn, seed " + seed);
    }
}
