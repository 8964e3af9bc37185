package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of reasons in docs/grpc.md is all that a client can be told. */
class RefusalReasonsTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path SOURCES = MODULE.resolve("src/main/java/dev/supervisord/rpc");
    private static final Path PAGE = MODULE.resolve("../docs/grpc.md");

    /** Words in capitals are constants of others, such as names of headers, unless they are given to one of these. */
    private static final Pattern GIVEN = Pattern.compile(
            "(?:refusal|badField|info|notIdentified)\\(\\s*(?:Code\\.\\w+,\\s*)?\"([A-Z_]+)\"|String reason =[^;]*;");

    private static final Pattern COUNTED = Pattern.compile("tooMany\\(\"([a-z ]+)\"\\)");
    private static final Pattern QUOTED = Pattern.compile("\"([A-Z_]+)\"");
    private static final Pattern ROW = Pattern.compile("`([A-Z_]+)`");

    private static Set<String> inCode() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher given = GIVEN.matcher(text);
            while (given.find()) {
                Matcher quoted = QUOTED.matcher(given.group());
                while (quoted.find()) {
                    reasons.add(quoted.group(1));
                }
            }
            Matcher counted = COUNTED.matcher(text);
            while (counted.find()) {
                reasons.add(
                        "TOO_MANY_" + counted.group(1).toUpperCase(Locale.ROOT).replace(' ', '_'));
            }
        }
        reasons.remove("TOO_MANY_"); // what is counted is added to it
        return reasons;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.collect(Collectors.toList());
        }
    }

    private static Set<String> inTheTable() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                Matcher row = ROW.matcher(line.substring(0, line.indexOf('|', 1)));
                while (row.find()) {
                    reasons.add(row.group(1));
                }
            }
        }
        return reasons;
    }

    @Test
    void theTableHasEachReasonAndNoOther() throws IOException {
        assertTrue(inCode().contains("BAD_SIGNAL") && inCode().contains("UPGRADING_ACCEPTED"), "the search finds them");
        assertEquals(inCode(), inTheTable());
    }
}
