package dev.supervisord.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.machine.Exploration.Visit;
import dev.supervisord.machine.State.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps the second half of {@code docs/states.md} equal to what the machine does; {@code -Dupdate=docs} writes it anew. The
 * first half, above the marker, is written by people.
 */
class StatesPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "states.md");
    private static final String MARKER =
            "<!-- Everything below is generated from the code: mvn -q -pl supervisord-core -am test"
                    + " -Dtest=StatesPageTest -Dupdate=docs -->\n";

    private final List<Visit> everything = Exploration.everything();

    @Test
    void thePageShowsWhatTheMachineDoes() throws IOException {
        String page = Files.readString(PAGE);
        int marker = page.indexOf(MARKER);
        assertTrue(marker >= 0, PAGE + " has lost its marker");
        String expected = page.substring(0, marker) + MARKER + generated();
        if ("docs".equals(System.getProperty("update"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertEquals(expected, page, "docs/states.md is out of date: run the tests with -Dupdate=docs");
        }
    }

    private String generated() {
        return "\n## Diagram\n\n" + diagram() + "\n## Every case\n\n" + table();
    }

    private String diagram() {
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> STOPPED\n");
        for (Kind kind : Kind.values()) {
            String shown = kind.shownAs().name();
            if (!kind.name().equals(shown)) {
                text.append("    " + kind + " : " + kind + " (shown as " + shown + ")\n");
            }
        }
        Map<String, Set<Happening>> arrows = new TreeMap<>();
        for (Visit visit : everything) {
            Kind from = visit.node().state().kind();
            Kind to = visit.step().next().kind();
            if (from != to
                    || visit.step().next().generation() != visit.node().state().generation()) {
                String arrow = String.format(Locale.ROOT, "%02d%s --> %s", from.ordinal(), from, to);
                arrows.computeIfAbsent(arrow, none -> new TreeSet<>()).add(visit.happening());
            }
        }
        arrows.forEach((arrow, happenings) -> text.append("    ")
                .append(arrow.substring(2))
                .append(" : ")
                .append(happenings.stream().map(happening -> happening.words).collect(Collectors.joining(", ")))
                .append('\n'));
        return text.append("```\n").toString();
    }

    private String table() {
        Map<Kind, Map<Happening, Set<String>>> cells = new EnumMap<>(Kind.class);
        for (Visit visit : everything) {
            cells.computeIfAbsent(visit.node().state().kind(), kind -> new EnumMap<>(Happening.class))
                    .computeIfAbsent(visit.happening(), happening -> new TreeSet<>())
                    .add(result(visit));
        }
        StringBuilder text = new StringBuilder("| |");
        List<Happening> columns = List.of(Happening.values());
        columns.forEach(column -> text.append(' ').append(column.words).append(" |"));
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        cells.forEach((kind, row) -> {
            text.append("| **").append(kind).append("** |");
            for (Happening column : columns) {
                text.append(' ')
                        .append(String.join(" or ", row.getOrDefault(column, Set.of("–"))))
                        .append(" |");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static String result(Visit visit) {
        for (Effect effect : visit.step().effects()) {
            if (effect instanceof Effect.Refuse refuse) {
                return switch (refuse.refusal()) {
                    case ALREADY_STARTED -> "*already started*";
                    case NOT_RUNNING -> "*not running*";
                    case STOPPING -> "*still stopping*";
                    case UNKNOWN -> "*cannot be signalled*";
                };
            }
            if (effect instanceof Effect.SendKill) {
                return "SIGKILL";
            }
        }
        return visit.step().next().kind().name();
    }
}
