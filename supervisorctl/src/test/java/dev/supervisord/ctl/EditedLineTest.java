package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EditedLineTest {
    private final EditedLine line = new EditedLine();

    @Test
    void charactersAreOnesOfUnicode() {
        line.insert("a");
        line.insert("\ud83d\ude00");
        line.insert("b");
        line.left();
        line.left();
        assertEquals("a", line.beforeCursor());
        assertEquals(2, line.charactersBehind());
        line.delete();
        assertEquals("ab", line.text());
        line.right();
        line.right();
        line.backspace();
        assertEquals("a", line.text());
    }

    @Test
    void wordsAndEndsAreTakenAway() {
        line.replace("start web:web_00  ");
        line.deleteWord();
        assertEquals("start ", line.text());
        line.insert("all now");
        line.toBegin();
        line.deleteToEnd();
        assertTrue(line.isEmpty());
        line.replace("stop x");
        line.left();
        line.deleteToBegin();
        assertEquals("x", line.text());
        line.left();
        line.left();
        line.backspace();
        assertEquals("x", line.text());
    }
}
