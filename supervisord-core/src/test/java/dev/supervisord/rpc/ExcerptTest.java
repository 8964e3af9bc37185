package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void aFewTextsStayAsTheyAre() {
        assertEquals(
                new Excerpt(List.of("a", "b", "c"), 0),
                Excerpt.NONE.and(List.of("a", "b")).and(List.of("c")));
    }

    @Test
    void whatIsMoreIsCounted() {
        Excerpt many = Excerpt.NONE.and(Collections.nCopies(250, "web"));
        assertEquals(100, many.first().size());
        assertEquals(150, many.more());
        assertEquals(151, many.and(List.of("one")).more());
    }

    @Test
    void longTextsAreCut() {
        Excerpt huge = Excerpt.NONE.and(Collections.nCopies(50, "x".repeat(250_000)));
        assertTrue(String.join("", huge.first()).length() <= 4096);
        assertEquals(50, huge.first().size() + huge.more());
        assertEquals("ab...", Excerpt.of("abcd", 2));
    }
}
