package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TOML files: sections, typed values, and that nothing unknown or of the wrong type passes. */
class TomlConfigurationTest {
    private static final String CAT = "[program.x]\ncommand = \"/bin/cat\"\n";

    @Test
    void everyKindOfValueIsReadWithItsType() {
        Reading read = Reading.toml("""
                [supervisord]
                loglevel = "debug"
                socket = "/tmp/s.sock"
                socket_mode = "0600"
                runtime_dir = "run"
                environment = { A = "x" }

                [program.hello-world]
                command = "/bin/cat '%(port)d' 100%%"
                numprocs = 3
                port = 8000
                autorestart = true
                startsecs = 0.5
                stopwaitsecs = "1m30s"
                exitcodes = [0, 143]
                stopsignal = "INT"
                umask = "027"
                user = 33
                stdout_logfile = "out.log"
                stdout_logfile_maxbytes = "1KB"
                stderr_logfile_maxbytes = 5

                [program.hello-world.environment]
                NUMBER = "%(process_num)d"
                DEBUG = true
                LEVEL = 3
                "a.b" = 1.5
                """);

        assertEquals(
                List.of("hello-world:hello-world_00", "hello-world:hello-world_01", "hello-world:hello-world_02"),
                read.names());
        assertEquals(List.of("/bin/cat", "8002", "100%"), read.argv("hello-world:hello-world_02"));
        ProcessSpec process = read.process("hello-world:hello-world_02");
        assertEquals(OptionalInt.of(8002), process.port());
        assertEquals(AutoRestart.ALWAYS, process.restart().mode());
        assertEquals(Duration.ofMillis(500), process.start().settle());
        assertEquals(Duration.ofSeconds(90), process.stop().patience());
        assertEquals(Set.of(0, 143), process.restart().expectedCodes());
        assertEquals(Signal.INT, process.stop().signal());
        assertEquals(OptionalInt.of(23), process.attributes().umask());
        assertEquals(Optional.of("33"), process.attributes().credentials().user());
        assertEquals(
                Optional.of(Path.of("/etc/out.log")), process.output().stdout().file());
        assertEquals(1024, process.output().stdout().bytesMax());
        assertEquals(5, process.output().stderr().bytesMax());
        assertEquals(
                Map.of(
                        "SUPERVISOR_ENABLED", "1",
                        "SUPERVISOR_PROCESS_NAME", "hello-world_02",
                        "SUPERVISOR_GROUP_NAME", "hello-world",
                        "SUPERVISOR_SERVER_URL", "unix:///tmp/s.sock",
                        "A", "x",
                        "PORT", "8002",
                        "NUMBER", "2",
                        "DEBUG", "true",
                        "LEVEL", "3",
                        "a.b", "1.5"),
                process.environment());
        assertEquals(Optional.of(Path.of("/etc/run")), read.plan().daemon().runtimeDirectory());
        assertEquals(0600, read.plan().daemon().socket().mode());
    }

    @Test
    void aFileNeedsNoSectionForTheDaemon() {
        Reading read = Reading.toml(CAT);

        assertEquals(List.of("x"), read.names());
        assertEquals(new Target.Auto(), read.plan().daemon().log().target());
        assertEquals(Optional.empty(), read.plan().daemon().pidfile());
        assertEquals(0660, read.plan().daemon().socket().mode());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void aCommandMayBeAnArrayOfWords() {
        assertEquals(
                List.of("/bin/sh", "-c", "echo \"$X\" | cat", "x"),
                Reading.toml("[program.x]\ncommand = ['/bin/sh', '-c', 'echo \"$X\" | cat', '%(program_name)s']\n")
                        .argv("x"));
    }

    @Test
    void groupsAndIncludesAreArrays() {
        FakeMachine machine = new FakeMachine().file("/etc/conf.d/x.toml", CAT);
        Reading read = Reading.toml(
                machine,
                "[include]\nfiles = ['conf.d/*.toml']\n[group.g]\nprograms = ['x']\npriority = 5\n[supervisorctl]\n");

        assertEquals(List.of("g:x"), read.names());
    }

    @Test
    void aStringWithAnExpansionMayStandForAnyValue() {
        FakeMachine machine = new FakeMachine().variable("WORKERS", "2").variable("MAX", "5MB");
        Reading read = Reading.toml(
                machine,
                CAT
                        + "numprocs = '%(ENV_WORKERS)s'\nstdout_logfile_maxbytes = '%(ENV_MAX)s'\nstopasgroup = '%(ENV_X)s'\n");

        read.refused("stopasgroup", "ENV_X");
        assertEquals(
                2,
                Reading.toml(machine, CAT + "numprocs = '%(ENV_WORKERS)s'\n")
                        .names()
                        .size());
    }

    @ParameterizedTest
    @CsvSource({"1m30s,90000", "500ms,500", "1.5s,1500", "2h,7200000", "1d,86400000", "7,7000"})
    void spansOfTimeHaveUnits(String text, long millis) {
        assertEquals(
                Duration.ofMillis(millis),
                Reading.toml(CAT + "startsecs = \"" + text + "\"\n")
                        .process("x")
                        .start()
                        .settle());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        CAT + "autorestrat = true\n",
                        "main.toml:3: [program.x] autorestrat: unknown key",
                        "did you mean autorestart?"),
                arguments(CAT + "AutoStart = true\n", "unknown key AutoStart", "did you mean autostart?"),
                arguments(CAT + "loglevel = 'info'\n", "unknown key", "kind supervisord"),
                arguments(
                        "[programs.x]\ncommand = 'x'\n",
                        "main.toml:1: there is no section [programs]",
                        "[program.NAME]"),
                arguments("[program]\ncommand = 'x'\n", "[program], which has only sections", "[program.NAME]"),
                arguments("command = 'x'\n", "outside of a section", "[program.NAME]"),
                arguments("[program.x]\nautostart = true\n", "does not specify a command", "write command"),
                arguments(CAT + "numprocs = '3'\n", "numprocs: the value is a string", "without quotes"),
                arguments(CAT + "numprocs = 1.5\n", "numprocs", "whole number"),
                arguments(CAT + "autostart = 'true'\n", "autostart", "true or false without quotes"),
                arguments(CAT + "autostart = 1\n", "autostart", "true or false"),
                arguments(CAT + "autorestart = 'always'\n", "autorestart", "\"unexpected\""),
                arguments(CAT + "startsecs = '5 minutes'\n", "startsecs", "1m30s"),
                arguments(CAT + "startsecs = -1\n", "startsecs", "span of time"),
                arguments(CAT + "stopwaitsecs = '1x'\n", "stopwaitsecs", "span of time"),
                arguments(CAT + "exitcodes = [0, 256]\n", "exitcodes", "exit codes"),
                arguments(CAT + "exitcodes = '0,2'\n", "exitcodes", "[0, 2]"),
                arguments(CAT + "umask = 22\n", "umask", "in quotes"),
                arguments(CAT + "stopsignal = []\n", "stopsignal", "array is empty"),
                arguments(CAT + "stopsignal = 'TERM,INT'\n", "stopsignal", "'TERM,INT'"),
                arguments(CAT + "stopsignal = [true]\n", "stopsignal", "TERM:10s"),
                arguments(CAT + "backoff = 'initial=1'\n", "backoff", "a table"),
                arguments(CAT + "backoff = { factor = true }\n", "backoff", "factor is true or false"),
                arguments(CAT + "stopsignal = 'NOPE'\n", "stopsignal", "'NOPE'"),
                arguments(CAT + "stdout_logfile_maxbytes = -1\n", "stdout_logfile_maxbytes", "50MB"),
                arguments(CAT + "environment = 'A=1'\n", "environment", "{ NAME = \"value\""),
                arguments(CAT + "environment = { A = [1] }\n", "environment", "the value of A is an array"),
                arguments(CAT + "environment = { 'A=B' = 'x' }\n", "environment", "no name of a variable"),
                arguments("[program.x]\ncommand = []\n", "command is empty", "command"),
                arguments("[program.x]\ncommand = ''\n", "command is empty", "command"),
                arguments("[program.x]\ncommand = \"a 'b\"\n", "No closing quotation", "array of words"),
                arguments("[program.x]\ncommand = [1]\n", "command", "each word of the command in quotes"),
                arguments(CAT + "[group.g]\nprograms = 'x'\n", "programs", "array of strings"),
                arguments("[program.'a b']\ncommand = '/bin/cat'\n", "[program.\"a b\"]", "Invalid name"),
                arguments(CAT + "x =\n", "main.toml:3: column 4: a value is missing", "write one"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(String text, String first, String second) {
        Reading.toml(text).refused(first, second);
    }

    @Test
    void aValueOfTheEnvironmentIsNeverInAMessage() {
        Reading read = Reading.toml(CAT + "environment = { KEY = 'hunter2 %(nope)s', B = 'x' }\n");

        read.refused("environment", "'nope'");
        assertFalse(read.errors().toString().contains("hunter2"));
    }

    @Test
    void filesOfBothKindsMixAndProgramsMergeAcrossThem() {
        FakeMachine machine = new FakeMachine()
                .file(
                        "/etc/conf.d/a.conf",
                        "[program:x]\nautostart=false\n[program:y]\ncommand=/bin/cat\nstdout_logfile=y.log\n");
        Reading read = Reading.toml(machine, CAT + "[include]\nfiles = ['conf.d/*.conf']\n");

        assertEquals(List.of("x", "y"), read.names());
        assertFalse(read.process("x").start().auto());
        assertEquals(
                Optional.of(Path.of("/cwd/y.log")),
                read.process("y").output().stdout().file());
        read.warns("/etc/conf.d/a.conf:1:", "[program.x] is written a second time, after /etc/main.toml:1");
    }
}
