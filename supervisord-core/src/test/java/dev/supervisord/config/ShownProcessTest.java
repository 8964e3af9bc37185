package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.config.ShownProcess.Line;
import dev.supervisord.config.ShownProcess.Where;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownProcessTest {

    private static final String WEB = """
            [program.web]
            command = "/bin/cat"
            numprocs = 2
            port = 8000
            environment = { SECRET = "s3cr3t", MODE = "prod" }
            """;

    private static List<Line> lines(Reading inForce, Reading files, String name) {
        return ShownProcess.lines(
                files.result(), inForce.process(name), inForce.plan().daemon(), Path.of("/cwd"));
    }

    private static Line line(List<Line> lines, String key) {
        return lines.stream()
                .filter(line -> line.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key));
    }

    @Test
    void eachValueTellsWhereItIsWritten() {
        Reading read = Reading.toml(WEB);
        List<Line> lines = lines(read, read, "web:web_01");
        assertEquals(
                new Line("port", Optional.of("8001"), Optional.of(new Where(Reading.TOML, 4)), Optional.empty()),
                line(lines, "port"));
        assertEquals(
                new Line("startretries", Optional.of("3"), Optional.empty(), Optional.empty()),
                line(lines, "startretries"));
    }

    @Test
    void valuesOfVariablesAreHidden() {
        Reading read = Reading.toml(WEB);
        List<Line> lines = lines(read, read, "web:web_00");
        assertEquals(
                Optional.of("{ MODE = \"***\", SECRET = \"***\" }"),
                line(lines, "environment").value());
        assertFalse(lines.toString().contains("s3cr3t"));
    }

    @Test
    void whatTheFilesSayByNowIsToldBesideWhatIsInForce() {
        Reading before = Reading.toml(WEB);
        Reading after = Reading.toml(WEB + "stopwaitsecs = 3\n");
        Line line = line(lines(before, after, "web:web_00"), "stopwaitsecs");
        assertEquals(Optional.of("10"), line.value());
        assertEquals(Optional.of(new Where(Reading.TOML, 6)), line.place());
        assertEquals(Optional.of("3"), line.outdated());
    }

    @Test
    void aProcessThatIsInNoFileAnyMoreIsShownWithoutPlaces() {
        List<Line> lines =
                lines(Reading.toml(WEB), Reading.toml("[program.other]\ncommand = \"/bin/cat\"\n"), "web:web_00");
        assertEquals(Optional.of("[\"/bin/cat\"]"), line(lines, "command").value());
        assertEquals(Optional.empty(), line(lines, "command").place());
    }
}
