package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TOML: what is admitted is read right, the rest is refused by line, column and name. */
class TomlFileTest {

    private static Object plain(Object content) {
        if (content instanceof TomlTable table) {
            Map<String, Object> values = new LinkedHashMap<>();
            table.items().forEach((key, item) -> values.put(key, plain(item.content())));
            return values;
        } else if (content instanceof RawValue.Items items) {
            List<Object> values = new ArrayList<>();
            items.items().forEach(item -> values.add(plain(item)));
            return values;
        } else if (content instanceof RawValue.Text text) {
            return text.text();
        } else if (content instanceof RawValue.Whole whole) {
            return whole.number();
        } else if (content instanceof RawValue.Decimal decimal) {
            return decimal.number();
        }
        return ((RawValue.Flag) content).value();
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments("", Map.of()),
                arguments("# nothing\n\n", Map.of()),
                arguments("a = 1 # one\nb = -2\nc = +3_000\nd = 0\n", Map.of("a", 1L, "b", -2L, "c", 3000L, "d", 0L)),
                arguments("a = 1.5\nb = -0.25", Map.of("a", 1.5, "b", -0.25)),
                arguments("a = true\nb = false", Map.of("a", true, "b", false)),
                arguments("a = \"\"\nb = ''", Map.of("a", "", "b", "")),
                arguments("a = \"x\\ty\\n\\\"\\u00e9\\b\\f\\r\"", Map.of("a", "x\ty\n\"é\b\f\r")),
                arguments("a = \"C:\\\\dir é \uD83D\uDE00\"", Map.of("a", "C:\\dir é \uD83D\uDE00")),
                arguments("a = 'x'\nb = \"C:\\\\new\\\\\"", Map.of("a", "x", "b", "C:\\new\\")),
                arguments("a = \"\\\\\\\\n\\\\\\n\"", Map.of("a", "\\\\n\\\n")),
                arguments("a = \"\\u005cn\\u0022\\U0001F600\\ue000\"", Map.of("a", "\\n\"\uD83D\uDE00\ue000")),
                arguments("a = \"\ue0000022\"", Map.of("a", "\ue0000022")),
                arguments("a = ['\\n', \"\\\\n\"]", Map.of("a", List.of("\\n", "\\n"))),
                arguments("a = \"\"\"\\\\ x\"\"\"", Map.of("a", "\\ x")),
                arguments("a = \"\"\"x\\\"\"\"\"", Map.of("a", "x\"")),
                arguments("a = \"\"\"\"\"two\"\"\"\"\"", Map.of("a", "\"\"two\"\"")),
                arguments("a = ''''x''''", Map.of("a", "'x'")),
                arguments("a = \"\"\"x \\\n\n   y\\\n\"\"\"", Map.of("a", "x y")),
                arguments("\"a\\u0062\\\\\" = 1", Map.of("ab\\", 1L)),
                arguments("a = 'C:\\new \"x\" # no comment'", Map.of("a", "C:\\new \"x\" # no comment")),
                arguments("a = \"\"\"\nx \\\n    y\"\"\"", Map.of("a", "x y")),
                arguments("a = '''\nit's\n\\ here'''", Map.of("a", "it's\n\\ here")),
                arguments(
                        "a = [1, 2,]\nb = []\nc = [[1], ['x']]",
                        Map.of("a", List.of(1L, 2L), "b", List.of(), "c", List.of(List.of(1L), List.of("x")))),
                arguments("a = [ # don't ] \"\n 'x', # y\n\n \"],\",\n]", Map.of("a", List.of("x", "],"))),
                arguments(
                        "a = { b = 1, \"c d\" = { e = 'f' }, g.h = 2 }",
                        Map.of("a", Map.of("b", 1L, "c d", Map.of("e", "f"), "g", Map.of("h", 2L)))),
                arguments("a = {}", Map.of("a", Map.of())),
                arguments(
                        "a.b.c = 1\na.b.d = 2\n'x.y'.\"z w\" = 3",
                        Map.of("a", Map.of("b", Map.of("c", 1L, "d", 2L)), "x.y", Map.of("z w", 3L))),
                arguments(
                        "[a.b]\nc = 1\n[ a . 'd e' ]\nf = 2\n[a]\ng = 3",
                        Map.of("a", Map.of("b", Map.of("c", 1L), "d e", Map.of("f", 2L), "g", 3L))),
                arguments("\"größe\" = 1\r\nb = 2\r\n", Map.of("größe", 1L, "b", 2L)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void reads(String text, Map<String, Object> values) throws TomlRefusal {
        assertEquals(values, plain(TomlFile.read(text)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // What toml4j would misread.
                arguments("a = 1e3", "the number 1e3 with an exponent"),
                arguments("a = 0x1F", "hexadecimal, octal or binary number 0x1F"),
                arguments("a = inf", "the number inf is not supported"),
                arguments("a = 2026-11-21T12:00:00Z", "the date or time 2026-11-21T12:00:00Z"),
                arguments("a = 07:30:00", "the date or time 07:30:00"),
                arguments("a = [1, 'x']", "values of several types"),
                arguments("a = [{b = 1}]", "a table in an array"),
                arguments("[[a]]\nb = 1", "1: column 1: an array of tables"),
                // What toml4j would accept, and is not TOML.
                arguments("a =\nb = 1", "1: column 4: a value is missing"),
                arguments("a = [1 2]", "1: column 8: the array is not closed here"),
                arguments("a = [1,,2]", "1: column 8: a value is missing"),
                arguments("a = [,]", "a value is missing"),
                arguments("a = [1 #]\n", "the array is not closed here"),
                arguments("a = 022", "the number 022 has a leading zero"),
                arguments("a = 1 b = 2", "1: column 7: nothing may follow the value"),
                arguments("[a] b = 1", "nothing may follow the header"),
                arguments("a = \"x\u0001\"", "control character U+0001 in a string"),
                arguments("# \u0000", "control character U+0000 in a comment"),
                arguments("a = 1\rb = 2", "nothing may follow the value"),
                arguments("a = \"\\q\"", "TOML has no escape \\q"),
                arguments("a = \"\\ud800\"", "half a character"),
                arguments("a = \"\\UFFFFFFFF\"", "a number that is no character"),
                arguments("a = \"\\U0001F60\"", "\\U needs 8 hexadecimal digits"),
                arguments("a = \"\"\"\"\"\"\"\"\"", "nothing may follow the value"),
                arguments("a = {b = 1,\n c = 2}", "a key is missing"),
                arguments("a = {b = 1,}", "no key can begin with }"),
                arguments("a = {b = 1", "the inline table is not closed here"),
                arguments("a = 1\n'a' = 2", "2: column 5: the key a is there already, in line 1"),
                arguments("a = {b = 1, b = 2}", "the key b is there already"),
                arguments("[a]\n[b]\n[a]", "3: column 3: [a] is there already, in line 1"),
                arguments("a = 1\n[a]", "[a] is there already, in line 1"),
                arguments("a.b = 1\n[a]", "[a] is there already"),
                arguments("[a.b]\n[a]\nb.c = 1", "b is a table already, in line 1"),
                arguments("a = {b = 1}\n[a.c]", "a is a table already, in line 1"),
                arguments("a = 1\na.b = 2", "a is a value already, in line 1"),
                arguments("a", "the key a has no value"),
                arguments("= 1", "no key can begin with ="),
                arguments("[a", "the header is not closed"),
                arguments("[]", "no key can begin with ]"),
                arguments("größe = 1", "no value"),
                arguments("a = \"x", "1: column 7: the string is not closed"),
                arguments("a = '''x", "the string is not closed"),
                arguments("a = x", "'x' is no TOML value"),
                arguments("a = @", "no value can begin with @"),
                arguments("a = 99999999999999999999", "more than 64 bits"),
                arguments("a = 1__0", "'1__0' is no TOML value"),
                arguments("a = 1.", "'1.' is no TOML value"),
                arguments("a = " + "[".repeat(5000), "nest more than 16 deep"),
                arguments("a = " + "{b = ".repeat(5000), "nest more than 16 deep"),
                arguments("a" + ".a".repeat(50) + " = 1", "more than 16 parts"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(String text, String message) {
        TomlRefusal refusal = assertThrows(TomlRefusal.class, () -> TomlFile.read(text));
        String whole = refusal.line() + ": " + refusal.what();
        assertTrue(whole.contains(message), whole);
    }

    @Test
    void anyTextComesBackAsItWasWritten() throws TomlRefusal {
        Random random = new Random(42);
        String signs = "\\\\\\\"\"''\n\t\r\b\f #=[]{},.%abtnfruU0\ue000\u00e9\u007f";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String key = TomlText.key(text.toString());
            String toml = key + " = [" + TomlText.string(text.toString()) + ", " + TomlText.string("x" + text) + "]\n";
            assertEquals(
                    Map.of(text.toString(), List.of(text.toString(), "x" + text)), plain(TomlFile.read(toml)), toml);
        }
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertThrows(TomlRefusal.class, () -> TomlFile.read("#".repeat(TomlFile.SIZE_MAX + 1)));
    }

    @Test
    void knowsTheLineOfEachKey() throws TomlRefusal {
        TomlTable root = TomlFile.read("a = 1\n[t]\n# c\nb = '''\nx\n'''\nc = [\n1]\nd = { e = 1 }\n");

        assertEquals(List.of(1, 2), lines(root));
        assertEquals(
                List.of(4, 7, 9),
                root.items().values().stream()
                        .filter(item -> item.content() instanceof TomlTable)
                        .flatMap(item -> lines((TomlTable) item.content()).stream())
                        .toList());
    }

    private static List<Integer> lines(TomlTable table) {
        return table.items().values().stream().map(TomlTable.Item::line).toList();
    }
}
