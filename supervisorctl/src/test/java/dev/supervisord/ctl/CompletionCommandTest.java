package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest extends CommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void eachScriptKnowsAllCommandsAndAsksNobody(String shell) throws IOException {
        Result result = ctl.run("completion", shell);
        assertEquals(0, result.code());
        assertTrue(result.out().contains(String.join(" ", Commands.NAMES)), result.out());
        assertTrue(result.out().endsWith("\n"));
        assertEquals(-1, result.out().indexOf('@' + "COMMANDS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csh", "bash zsh"})
    void anotherShellIsRefused(String shells) throws IOException {
        assertEquals(2, ctl.run("completion", shells).code());
    }

    @Test
    void bashReadsItsScript() throws IOException, InterruptedException {
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        bash.getOutputStream()
                .write(ctl.run("completion", "bash").out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        assertEquals("", new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(0, bash.waitFor());
    }
}
