package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Inputs.Input;
import dev.supervisord.os.Inputs.Opening;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PosixInputsTest {

    private final PosixInputs inputs = new PosixInputs(new PosixDescriptors(), new Terminals());

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script).start();
    }

    /** A process whose standard input is open for reading and writing, as a launch of ours makes it. */
    private static Process withIdlePipe(String then) throws IOException {
        return shell("exec 0<>/proc/self/fd/0; echo ready; " + then);
    }

    private static void awaitReady(Process process) throws IOException {
        assertEquals('r', process.getInputStream().read());
        process.getInputStream().readNBytes("eady\n".length());
    }

    @Test
    void aPipeOfOursIsWrittenToAndItsFillingSeen() throws IOException, InterruptedException {
        Process process = withIdlePipe("read line; echo got $line");
        awaitReady(process);
        Opening opening = inputs.open(new Pid((int) process.pid()));
        Input input = assertInstanceOf(Opening.Opened.class, opening).input();
        assertEquals(6, input.write("hello\n".getBytes(StandardCharsets.UTF_8), 0, 6));
        assertEquals("got hello\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        input.close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    @Test
    void aFullPipeTakesNothingAndNobodyWaits() throws IOException, InterruptedException {
        Process process = withIdlePipe("exec sleep 1000");
        awaitReady(process);
        Input input = ((Opening.Opened) inputs.open(new Pid((int) process.pid()))).input();
        byte[] much = new byte[1 << 20];
        int written = 0;
        for (int part = input.write(much, 0, much.length); part > 0; part = input.write(much, 0, much.length)) {
            written += part;
        }
        assertEquals(written, input.unread());
        input.close();
        process.destroyForcibly().waitFor();
    }

    @Test
    void noInputIsCalledByItsName() throws IOException, InterruptedException {
        Process process = shell("exec </dev/null; echo ready; exec sleep 1000");
        awaitReady(process);
        assertEquals(
                new Opening.Refused("it is /dev/null; set stdin = \"pipe\" in its section"),
                inputs.open(new Pid((int) process.pid())));
        process.destroyForcibly().waitFor();
    }

    @Test
    void whatIsNoTerminalOfOursHasNoSize() throws IOException, InterruptedException {
        Process process = withIdlePipe("exec sleep 1000");
        awaitReady(process);
        assertFalse(inputs.resize(new Pid((int) process.pid()), 50, 132));
        process.destroyForcibly().waitFor();
        assertFalse(inputs.resize(new Pid((int) process.pid()), 50, 132));
    }

    @Test
    void whatTheProgramHasPutInItsPlaceIsRefused() throws IOException, InterruptedException {
        Process process = shell("exec 0<&0; echo ready; exec sleep 1000");
        awaitReady(process);
        assertInstanceOf(Opening.Refused.class, inputs.open(new Pid((int) process.pid())));
        process.destroyForcibly().waitFor();
    }
}
