package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final Options.Security NONE = new Options.Security(null, null, null, null);

    private static Options parse(String... arguments) throws UsageException {
        return Options.parse(arguments);
    }

    @Test
    void valuesMayStandApartOrTogether() throws UsageException {
        Options expected = new Options("F", "unix:///s", "me", "pw", NONE, true, false, false, null, List.of("status"));
        assertEquals(expected, parse("-c", "F", "-s", "unix:///s", "-u", "me", "-p", "pw", "-i", "status"));
        assertEquals(expected, parse("-cF", "-sunix:///s", "-ume", "-ppw", "-i", "status"));
        assertEquals(
                expected,
                parse("--configuration=F", "--serverurl=unix:///s", "--username=me", "--password=pw", "-i", "status"));
        assertEquals(
                expected,
                parse(
                        "--configuration",
                        "F",
                        "--serverurl",
                        "unix:///s",
                        "-u",
                        "me",
                        "-p",
                        "pw",
                        "-i",
                        "--",
                        "status"));
    }

    @Test
    void theCommandEndsTheOptionsAndItsWordsAreSplit() throws UsageException {
        assertEquals(
                List.of("tail", "-f", "p"),
                parse("-r", "history", "tail", "-f", "p").words());
        assertEquals(
                List.of("signal", "HUP", "p", "q"),
                parse("signal HUP", " p ", "q").words());
        assertEquals(List.of(), parse().words());
        assertEquals(List.of(), parse("", " ").words());
    }

    @ParameterizedTest
    @CsvSource({
        "-x, option -x not recognized",
        "--what=1, option --what not recognized",
        "-c, option -c requires a value",
        "--help=yes, option --help takes no value",
    })
    void wrongOptionsAreRefused(String argument, String message) {
        assertEquals(
                message,
                assertThrows(UsageException.class, () -> parse(argument)).problem());
    }

    @Test
    void wrongOptionsEndWithUsage(@TempDir Path directory) throws IOException {
        assertEquals(
                Result.of(2).withError("Error: option -x not recognized", "For help, use supervisorctl -h"),
                Ctl.run(directory, Map.of(), "", "-x", "status"));
    }

    @Test
    void helpAndVersionNeedNothing(@TempDir Path directory) throws IOException {
        Result help = Ctl.run(directory, Map.of(), "", "-h");
        assertEquals(0, help.code());
        assertTrue(help.out().startsWith("usage: supervisorctl [options] [command [argument ...]]\n"));
        assertEquals(0, Ctl.run(directory, Map.of(), "", "--version").code());
    }
}
