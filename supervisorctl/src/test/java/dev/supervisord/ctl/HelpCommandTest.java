package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HelpCommandTest extends CommandTest {
    @Test
    void allCommandsAreListed() throws IOException {
        Result result = ctl.run("help");
        assertEquals(0, result.code());
        assertTrue(result.out()
                .startsWith("\ndefault commands (type help <topic>):\n====================================="));
        assertTrue(Dispatch.words(result.out()).containsAll(Arrays.asList(Commands.NAMES)));
    }

    @Test
    void eachCommandExplainsItself() throws IOException {
        for (String name : Commands.NAMES) {
            Command command = Commands.named(name);
            assertNotNull(command, name);
            Result result = ctl.run("help", name);
            assertEquals(Result.of(0, command.help()), result);
            assertTrue(result.out().startsWith(name.equals("quit") ? "exit" : name), name);
        }
    }

    @Test
    void anUnknownCommandHasNoHelp() throws IOException {
        assertEquals(Result.of(0, "*** No help on bogus"), ctl.run("help", "bogus"));
    }
}
