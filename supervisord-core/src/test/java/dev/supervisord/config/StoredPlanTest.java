package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Plan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That every plan comes back as it was is a part of all tests of the configuration, see {@link Reading#plan}. */
class StoredPlanTest {

    private record Foreign(String word) {}

    private static byte[] stored(String text) throws IOException {
        Plan plan = Reading.toml(text).plan();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StoredPlan(plan, List.of("doubtful")).write(out);
        return out.toByteArray();
    }

    private static StoredPlan read(byte[] stored) throws IOException {
        return StoredPlan.read(new ByteArrayInputStream(stored));
    }

    @Test
    void partOfOneIsRefusedHoweverMuchIsMissing() throws IOException {
        byte[] whole = stored("""
                [program.x]
                command = "/bin/cat"
                environment = { A = "b" }
                """);
        assertEquals(List.of("doubtful"), read(whole).remarks());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> read(part), () -> part.length + " of " + whole.length + " bytes");
        }
    }

    @Test
    void nothingButTheModelIsEverMade() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ValueWriter(out).write(new Foreign("x"));
        IOException refused = assertThrows(
                IOException.class, () -> new ValueReader(new ByteArrayInputStream(out.toByteArray())).read());
        assertTrue(String.valueOf(refused.getMessage()).endsWith("is not of the model"), "refused: " + refused);
    }

    @Test
    void longTextsAndCharactersThatAreNoneComeBack() throws IOException {
        String text = "é\udc80".repeat(50_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ValueWriter(out).write(Map.of("name", text));
        assertEquals(Map.of("name", text), new ValueReader(new ByteArrayInputStream(out.toByteArray())).read());
    }

    @Test
    void theProcessesOfAProgramTakeLittleRoom() throws IOException {
        int one = stored("[program.x]\ncommand = '/bin/cat'\n").length;
        int hundred = stored("[program.x]\ncommand = '/bin/cat'\nnumprocs = 100\n").length;
        assertTrue(hundred - one < 100 * 600, one + " and " + hundred + " bytes");
    }
}
