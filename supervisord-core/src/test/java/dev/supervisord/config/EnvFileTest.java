package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code env_file}: what its lines mean, what is refused, and what wins. */
class EnvFileTest {
    private static final String PROGRAM = "[program:p]\ncommand=/bin/cat %(ENV_A)s\n";

    private static Map<String, String> variables(Reading read) {
        return read.process("p").environment();
    }

    @Test
    void linesAreReadAsInShellsAndSystemd() {
        List<String> refused = new ArrayList<>();
        Map<String, String> variables = EnvFile.parse(
                "# comment\n\n  A=1  \r\nexport B = \nexport\tC='x \"$y\" \\n #'\nD=\"a \\\"b\\\" \\\\ \\$e \\n\"\nE=\nF=\"\"\n"
                        + "G={\"json\": [1, 'x']} # no comment\nH=a=b\nA.b-c=%(here)s\nA=2",
                (line, what) -> refused.add(line + ": " + what));
        assertEquals(List.of("4: what stands before = is no name of a variable"), refused);
        assertEquals(
                Map.of(
                        "A", "2",
                        "C", "x \"$y\" \\n #",
                        "D", "a \"b\" \\ $e \\n",
                        "E", "",
                        "F", "",
                        "G", "{\"json\": [1, 'x']} # no comment",
                        "H", "a=b",
                        "A.b-c", "%(here)s"),
                variables);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hunter2 | is no NAME=value",
                "1A=hunter2 | no name of a variable",
                "A B=hunter2 | no name of a variable",
                "A=\"hunter2 | the value of A has no closing quote",
                "A='hunter2' x | something follows the closing quote of A",
                "A=x\0hunter2 | NUL",
            })
    void aBadLineIsAnErrorWithItsPlaceAndWithoutItsValue(String line, String what) {
        FakeMachine machine = new FakeMachine().file("/etc/app.env", "OK=1\n" + line + "\n");
        Reading read = Reading.ini(machine, "[program:p]\ncommand=/bin/cat\nenv_file=/etc/app.env\n");
        read.refused("/etc/app.env:2:", what);
        assertTrue(read.errors().stream().noneMatch(error -> error.contains("hunter2")), () -> "" + read.errors());
    }

    @Test
    void environmentAndPortWinAndSeeTheFile() {
        FakeMachine machine = new FakeMachine().file("/etc/app.env", "A=file\nB=file\nPORT=1\nSUPERVISOR_ENABLED=0\n");
        Reading read = Reading.ini(
                machine,
                "environment=A=\"daemon\",B=\"daemon\"\n" + PROGRAM
                        + "env_file=/etc/app.env\nport=8000\nenvironment=B=\"%(ENV_A)s and own\"\n");
        assertEquals("file", variables(read).get("A"));
        assertEquals("file and own", variables(read).get("B"));
        assertEquals("8000", variables(read).get("PORT"));
        assertEquals("0", variables(read).get("SUPERVISOR_ENABLED"));
        assertEquals(List.of("/bin/cat", "file"), read.argv("p"));
    }

    @Test
    void aRelativeFileStartsFromTheConfigurationFileInTomlAndFromTheCurrentDirectoryInIni() {
        FakeMachine machine = new FakeMachine().file("/etc/a.env", "A=etc").file("/cwd/a.env", "A=cwd");
        assertEquals(
                "cwd",
                variables(Reading.ini(machine, PROGRAM + "env_file=a.env\n")).get("A"));
        Reading toml = Reading.toml(machine, "[program.p]\ncommand = '/bin/cat'\nenv_file = \"a.env\"\n");
        assertEquals("etc", variables(toml).get("A"));
    }

    @Test
    void eachProcessMayHaveAFileOfItsOwn() {
        FakeMachine machine = new FakeMachine().file("/etc/0.env", "A=zero").file("/etc/1.env", "A=one");
        Reading read = Reading.toml(
                machine, "[program.p]\ncommand = '/bin/cat'\nnumprocs = 2\nenv_file = '%(process_num)d.env'\n");
        assertEquals("zero", read.process("p:p_00").environment().get("A"));
        assertEquals("one", read.process("p:p_01").environment().get("A"));
    }

    @Test
    void aMissingFileIsAnErrorUnlessAMinusSignStandsBeforeIt() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nenv_file=/etc/no.env\n")
                .refused("/etc/main.conf:4:", "cannot read /etc/no.env: there is no such file", "write -/etc/no.env");
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\nenv_file=-/etc/no.env\n");
        assertTrue(variables(read).containsKey("SUPERVISOR_ENABLED"));
        Reading.ini("[program:p]\ncommand=/bin/cat\nenv_file=-\n").refused("the name of the file is missing");
    }

    @Test
    void aFileThatIsNoTextIsAnError() {
        FakeMachine machine = new FakeMachine().bytes("/etc/b.env", new byte[] {'A', '=', (byte) 0xff});
        Reading.ini(machine, "[program:p]\ncommand=/bin/cat\nenv_file=/etc/b.env\n")
                .refused("not encoded in UTF-8");
        Reading.ini(machine, "[program:p]\ncommand=/bin/cat\nenv_file=-/etc\n").refused("it is a directory");
    }

    @Test
    void showConfigReadsBackAsTheSamePlan() {
        FakeMachine machine = new FakeMachine().file("/etc/app.env", "A=50%\n");
        Reading read = Reading.ini(machine, PROGRAM + "env_file=/etc/app.env\n");
        read.plan();
        String shown = ShowConfig.render(read.result(), machine.currentDirectory());
        assertEquals(
                read.plan(),
                Reading.of(machine.file("/srv/s.toml", shown), "/srv/s.toml").plan());
    }
}
