package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistorySearchTest {
    private final HistorySearch search =
            new HistorySearch(List.of("start web", "stop web", "tail größe", "stop cat", "status"));

    @Test
    void theYoungestLineWithTheTextIsFound() {
        assertEquals("", search.line());
        search.type("st");
        assertEquals("status", search.line());
        search.type("op");
        assertEquals("stop cat", search.line());
        assertEquals("stop", search.wanted());
    }

    @Test
    void olderLinesFollowAndTheLastOfThemStays() {
        search.type("web");
        assertEquals("stop web", search.line());
        search.older();
        assertEquals("start web", search.line());
        search.older();
        assertEquals("start web", search.line());
    }

    @Test
    void whatIsNowhereLeavesWhatWasFound() {
        search.type("größe");
        search.type("r");
        assertEquals("tail größe", search.line());
        search.shorten();
        search.shorten();
        assertEquals("größ", search.wanted());
        assertEquals("tail größe", search.line());
    }

    @Test
    void withoutATextNothingIsFound() {
        search.type("s");
        search.shorten();
        search.shorten();
        assertEquals("", search.line());
    }
}
