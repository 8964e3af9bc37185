package dev.supervisord.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PosixEnvironmentTest {

    private static Map<String, String> parse(String block) {
        return PosixEnvironment.parse(block.getBytes(ISO_8859_1));
    }

    @Test
    void entriesKeepTheirOrderAndEverythingInTheirValues() {
        Map<String, String> environment = parse("B=1\0A=x=y\n\0EMPTY=\0");
        assertEquals(List.of("B", "A", "EMPTY"), List.copyOf(environment.keySet()));
        assertEquals(Map.of("B", "1", "A", "x=y\n", "EMPTY", ""), environment);
    }

    @Test
    void whatIsNoVariableIsLeftOut() {
        assertEquals(Map.of("A", "1"), parse("junk\0=value\0A=1\0A=2\0torn=off"));
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        String value = parse("LATIN=\u00fc\0").getOrDefault("LATIN", "");
        assertEquals("\u00fc", new String(NativeText.encode(value), ISO_8859_1));
    }

    @Test
    void theOwnEnvironmentIsWhatTheJvmSees() {
        System.getenv().forEach((name, value) -> {
            if (value.chars().allMatch(c -> c < 128)) {
                assertEquals(value, PosixEnvironment.ofThisProcess().get(name));
            }
        });
    }
}
