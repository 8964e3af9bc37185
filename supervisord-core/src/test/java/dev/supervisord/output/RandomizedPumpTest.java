package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random writes, limits, readers, flushes and clears; what must hold is checked after each step. */
@Timeout(300)
class RandomizedPumpTest {
    private static final int STEPS = 400;

    @TempDir
    Path directory;

    private Random random = new Random();
    private final StringBuilder written = new StringBuilder();
    private final List<ReadLines> followers = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();
    private final List<Integer> begins = new ArrayList<>();
    private int longestLine;
    private int begin;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyByteIsStoredOnceAndInOrder(long seed) throws Exception {
        random = new Random(seed);
        int bytesMax = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(3000);
        int backups = random.nextInt(6);
        boolean stripped = random.nextInt(4) == 0;
        String setting = "seed " + seed + ", " + bytesMax + " bytes, " + backups + " backups, stripped " + stripped;
        try (PumpRig rig = new PumpRig(directory)) {
            Child child = rig.child(new LogSpec(new Target.File(rig.file("out")), bytesMax, backups, stripped));
            for (int step = 0; step < STEPS; step++) {
                step(rig, child);
                if (random.nextInt(5) == 0) {
                    rig.pump.flush(P);
                    check(rig, bytesMax, backups, setting);
                }
            }
            rig.pump.flush(P);
            check(rig, bytesMax, backups, setting);
            for (int i = 0; i < followers.size(); i++) {
                checkFollower(followers.get(i), written.substring(begins.get(i)), setting);
            }
            for (Closeable reading : open) {
                reading.close();
            }
        }
    }

    private void step(PumpRig rig, Child child) throws Exception {
        switch (random.nextInt(60)) {
            case 0 -> {
                rig.pump.clear(P);
                begin = written.length();
            }
            case 1 -> follow(rig);
            case 2 -> rig.pump.reopen();
            default -> {
                String text = randomText();
                child.write(text);
                written.append(text);
            }
        }
    }

    private void follow(PumpRig rig) throws Exception {
        ReadLines reader = new ReadLines();
        rig.pump.flush(P);
        begins.add(written.length());
        open.add(rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(0), true, reader));
        followers.add(reader);
    }

    /** Some lines, the last perhaps unfinished. */
    private String randomText() {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(4);
        for (int i = 0; i <= pieces; i++) {
            int length = random.nextInt(20) == 0 ? random.nextInt(5000) : random.nextInt(100);
            for (int j = 0; j < length; j++) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            if (i < pieces || random.nextBoolean()) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private void check(PumpRig rig, int bytesMax, int backups, String setting) throws IOException {
        longestLine = Math.max(longestLine, longest(written));
        String whole = rig.whole("out", backups);
        assertTrue(written.substring(begin).endsWith(whole), setting);
        if (bytesMax == 0) {
            assertEquals(written.substring(begin), whole, setting);
            return;
        }
        for (int number = 0; number <= backups; number++) {
            String part = rig.read(number == 0 ? "out" : "out." + number);
            assertTrue(part.length() < bytesMax + longestLine, () -> setting + ": " + part.length());
            boolean rotated = number > 0 && !part.isEmpty();
            assertTrue(!rotated || (part.endsWith("\n") && part.length() >= bytesMax), setting);
        }
    }

    private static int longest(StringBuilder text) {
        return text.toString().lines().mapToInt(line -> line.length() + 1).max().orElse(0);
    }

    private static void checkFollower(ReadLines reader, String all, String setting) {
        Eventually.until(
                () -> reader.length() + reader.missed() == all.length(),
                () -> setting + ": " + reader.length() + " and " + reader.missed() + " of " + all.length());
        if (reader.missed() == 0) {
            assertEquals(all, reader.text(), setting);
        }
    }
}
