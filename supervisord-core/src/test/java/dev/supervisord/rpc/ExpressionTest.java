package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpressionTest {
    /** Words and what is more than words; each has to find what the pattern finds. */
    private static final String[] EXPRESSIONS = {
        "a", "ab", "aab", "a|b", "ab|ba", "aa|", "|", "", "a.b", "^a", "b$", "[ab]b", "(a|b)a", "a+b", "a\\|", "ä",
        "\u0000"
    };

    @Test
    void itFindsWhatThePatternFinds() {
        Random random = new Random(7);
        byte[] letters = "ab| ä\u0000".getBytes(StandardCharsets.UTF_8);
        for (String expression : EXPRESSIONS) {
            Pattern pattern = Pattern.compile(expression);
            Expression tried = new Expression(pattern);
            for (int i = 0; i < 500; i++) {
                byte[] text = new byte[random.nextInt(6)];
                for (int at = 0; at < text.length; at++) {
                    text[at] = letters[random.nextInt(letters.length)];
                }
                String decoded = new String(text, StandardCharsets.UTF_8);
                assertEquals(
                        pattern.matcher(decoded).find(),
                        tried.isIn(text),
                        () -> "'" + expression + "' in '" + decoded + "'");
            }
        }
    }

    @Test
    void longWordsAreFoundToo() {
        Expression tried = new Expression(Pattern.compile("a".repeat(200)));
        assertTrue(tried.isIn("a".repeat(300).getBytes(StandardCharsets.UTF_8)));
        assertFalse(tried.isIn("a".repeat(199).getBytes(StandardCharsets.UTF_8)));
    }
}
