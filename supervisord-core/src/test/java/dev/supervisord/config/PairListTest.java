package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code environment} of INI files: what Supervisor reads without loss is read, what it loses is refused. */
class PairListTest {

    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("", Map.of()),
                arguments("A=1", Map.of("A", "1")),
                arguments("A=\"x,y\",B='q\"w', C = 3 , D=\"\",", Map.of("A", "x,y", "B", "q\"w", "C", "3", "D", "")),
                arguments("ONE=\"1\",\n  TWO=\"2\",\nTHREE='3'", Map.of("ONE", "1", "TWO", "2", "THREE", "3")),
                arguments("PATHLIKE=/a/b:/c.d+e-f(g)", Map.of("PATHLIKE", "/a/b:/c.d+e-f(g)")),
                arguments("EQUALS=\"k=v\",SPACES='two words'", Map.of("EQUALS", "k=v", "SPACES", "two words")),
                arguments("A=1;B=2", Map.of("A", "1", "B", "2")),
                arguments("A=it's,B=2", Map.of("A", "it's", "B", "2")),
                arguments("A=1,A=2", Map.of("A", "2")),
                arguments("A=\"#x\",B=\"a\nb\"", Map.of("A", "#x", "B", "a\nb")),
                arguments("A='say \"hi\"'", Map.of("A", "say \"hi\"")));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsPairs(String text, Map<String, String> pairs) {
        assertEquals(Parsed.good(pairs), PairList.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=http://x:1/y?z=1,B=2",
                "A=a b,B=2",
                "A=foo@bar",
                "A=$HOME",
                "A=#x",
                "A=\"x\"y",
                "A=x'",
                "A=1 B C=2",
                "A=größe",
            })
    void aValueThatWouldLoseAPartIsRefusedWithTheAdviceToQuoteIt(String text) {
        Parsed.Bad<Map<String, String>> bad = Refusal.of(PairList.parse(text));
        assertTrue(bad.what().contains("key/value pairs"), bad.what());
        assertTrue(bad.advice().contains("A=\"…\""), bad.advice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A=1,B", "A=1,,B=2", "=1", "A=", "A=,B=2", "A=1,B=", "A=\"x"})
    void aListWithoutItsPartsIsRefused(String text) {
        Parsed.Bad<Map<String, String>> bad = Refusal.of(PairList.parse(text));
        assertTrue(bad.what().contains("Unexpected end of key/value pairs"), bad.what());
    }

    @Test
    void aRefusalNamesTheVariableAndNeverItsValue() {
        Parsed.Bad<Map<String, String>> bad = Refusal.of(PairList.parse("USER=joe,PASSWORD=hunter2!x,B=2"));
        String whole = bad.what() + bad.advice();
        assertTrue(whole.contains("PASSWORD"), whole);
        assertFalse(whole.contains("hunter2"), whole);
        assertFalse(whole.contains("joe"), whole);
    }
}
