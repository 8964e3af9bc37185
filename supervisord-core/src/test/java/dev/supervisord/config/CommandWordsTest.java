package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.supervisord.model.Command;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands are split as a POSIX shell splits words, and as Supervisor does; both agree but for joined lines. */
class CommandWordsTest {

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments("\"two words\" \"tab\tinside\"", List.of("two words", "tab\tinside")),
                arguments("'it is' 'a \"b\" c'", List.of("it is", "a \"b\" c")),
                arguments("a\\ b \\\"c\\\" \\'d\\' e\\\\f", List.of("a b", "\"c\"", "'d'", "e\\f")),
                arguments("$HOME *.py | > x && y ~", List.of("$HOME", "*.py", "|", ">", "x", "&&", "y", "~")),
                arguments("'' end \"\"", List.of("", "end", "")),
                arguments("pre'fix and'\"post\"", List.of("prefix andpost")),
                arguments("--bind=127.0.0.1:80 key:value a=b=c", List.of("--bind=127.0.0.1:80", "key:value", "a=b=c")),
                arguments("\"a\\\"b\" \"c\\\\d\" \"e\\nf\"", List.of("a\"b", "c\\d", "e\\nf")),
                arguments("a#b # c", List.of("a#b", "#", "c")),
                arguments("  a\r\n\tb  ", List.of("a", "b")),
                arguments("a \\\n--b \\\n-c", List.of("a", "--b", "-c")),
                arguments("a\\\nb", List.of("a", "b")),
                arguments("sh -c \"x && \\\ny\"", List.of("sh", "-c", "x &&  y")),
                arguments("'a\\\nb'", List.of("a\\\nb")),
                arguments("a\\\\\nb", List.of("a\\", "b")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void splits(String text, List<String> words) {
        assertEquals(new Command.Words(words), CommandWords.split(text));
    }

    @Test
    void aCommandThatCannotBeSplitKeepsSupervisorsReason() {
        assertEquals(
                new Command.Malformed(
                        "/bin/echo 'oops", "can't parse command \"/bin/echo 'oops\": No closing quotation"),
                CommandWords.split("/bin/echo 'oops"));
        assertEquals(
                new Command.Malformed("a \"b", "can't parse command 'a \"b': No closing quotation"),
                CommandWords.split("a \"b"));
        assertEquals(
                new Command.Malformed("uwsgi \\", "can't parse command 'uwsgi \\\\': No escaped character"),
                CommandWords.split("uwsgi \\"));
        assertEquals(
                new Command.Malformed("a \"b\\", "can't parse command 'a \"b\\\\': No escaped character"),
                CommandWords.split("a \"b\\"));
    }

    @Test
    void aCommandWithoutWordsIsEmpty() {
        assertEquals(new Command.Malformed("", "command is empty"), CommandWords.split(""));
        assertEquals(new Command.Malformed(" \n ", "command is empty"), CommandWords.split(" \n "));
    }
}
