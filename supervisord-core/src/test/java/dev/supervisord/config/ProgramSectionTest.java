package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.Command;
import dev.supervisord.model.LogSpec;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One program of an INI file: values, expansions, environment. */
class ProgramSectionTest {

    @Test
    void numbersOutOfRangeAreTheLastInRange() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\nstartretries=9999999999\npriority=-9999999999\n"
                + "stopwaitsecs=9999999999\n");

        assertEquals(Integer.MAX_VALUE, read.process("p").start().retries());
        assertEquals(Integer.MIN_VALUE, read.process("p").priority());
        assertTrue(read.process("p").stop().patience().toDays() > 36_000);
    }

    @Test
    void sizesOutOfRangeAreRefusedAndThoseBelowZeroAreNone() {
        String size = "[program:p]\ncommand=/bin/cat\nstderr_logfile_maxbytes=";

        Reading.ini(size + "9223372036854775807KB\n").refused("stderr_logfile_maxbytes", "no number of bytes");
        Reading.ini(size + "-9223372036854775808KB\n").refused("stderr_logfile_maxbytes", "no number of bytes");
        assertEquals(
                0,
                Reading.ini(size + "-9223372036854775808\n")
                        .process("p")
                        .output()
                        .stderr()
                        .bytesMax());
    }

    @Test
    void aMinimalProgramHasSupervisorsDefaults() {
        ProcessSpec process = Reading.ini("[program:p]\ncommand=/bin/cat\n").process("p");

        assertEquals(new Command.Words(List.of("/bin/cat")), process.command());
        assertEquals(Optional.empty(), process.directory());
        assertEquals(OptionalInt.empty(), process.attributes().umask());
        assertEquals(Optional.empty(), process.attributes().credentials().user());
        assertEquals(999, process.priority());
        assertTrue(process.start().auto());
        assertEquals(Duration.ofSeconds(1), process.start().settle());
        assertEquals(3, process.start().retries());
        assertEquals(AutoRestart.UNEXPECTED, process.restart().mode());
        assertEquals(Set.of(0), process.restart().expectedCodes());
        assertEquals(Signal.TERM, process.stop().signal());
        assertEquals(Duration.ofSeconds(10), process.stop().patience());
        assertFalse(process.stop().asGroup());
        assertFalse(process.stop().killAsGroup());
        assertFalse(process.output().redirectStderr());
        assertInstanceOf(Target.Auto.class, process.output().stdout().target());
        assertEquals(50L << 20, process.output().stdout().bytesMax());
        assertEquals(10, process.output().stderr().backups());
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "on,true", "1,true", "TRUE,true", "no,false", "off,false", "0,false", "False,false"})
    void booleansAreWordsInAnyCase(String word, boolean value) {
        assertEquals(
                value,
                Reading.ini("[program:p]\ncommand=/bin/cat\nautostart=" + word + "\n")
                        .process("p")
                        .start()
                        .auto());
    }

    @Test
    void numbersHavePythonsSpellingsAndBelowZeroCountsAsZero() {
        ProcessSpec process = Reading.ini(
                        "[program:p]\ncommand=/bin/cat\npriority=-5\nstartsecs=-1\nstartretries=-1\n"
                                + "stopwaitsecs=1_0\nstdout_logfile_maxbytes=5 kb\nstderr_logfile_maxbytes=-1\nstdout_logfile_backups=+2\n")
                .process("p");

        assertEquals(-5, process.priority());
        assertEquals(Duration.ZERO, process.start().settle());
        assertEquals(0, process.start().retries());
        assertEquals(Duration.ofSeconds(10), process.stop().patience());
        assertEquals(5120, process.output().stdout().bytesMax());
        assertEquals(0, process.output().stderr().bytesMax());
        assertEquals(2, process.output().stdout().backups());
    }

    @ParameterizedTest
    @CsvSource({"022,18", "0,0", "0022,18", "0o27,23"})
    void theUmaskIsOctal(String text, int mask) {
        assertEquals(
                OptionalInt.of(mask),
                Reading.ini("[program:p]\ncommand=/bin/cat\numask=" + text + "\n")
                        .process("p")
                        .attributes()
                        .umask());
    }

    @ParameterizedTest
    @CsvSource({"int,2", "SIGQUIT,3", "9,9", "Usr1,10", "RTMIN,34"})
    void signalsAreNamesOrNumbers(String text, int number) {
        assertEquals(
                number,
                Reading.ini("[program:p]\ncommand=/bin/cat\nstopsignal=" + text + "\n")
                        .process("p")
                        .stop()
                        .signal()
                        .number());
    }

    @Test
    void stoppingAsAGroupImpliesKillingAsAGroup() {
        ProcessSpec process =
                Reading.ini("[program:p]\ncommand=/bin/cat\nstopasgroup=true\n").process("p");

        assertTrue(process.stop().asGroup());
        assertTrue(process.stop().killAsGroup());
    }

    @Test
    void emptyExitcodesExpectNone() {
        assertEquals(
                Set.of(),
                Reading.ini("[program:p]\ncommand=/bin/cat\nexitcodes=\n")
                        .process("p")
                        .restart()
                        .expectedCodes());
    }

    @Test
    void childrenGetSupervisorsVariablesAndTheProgramsOwnWin() {
        Reading read = Reading.raw(
                new FakeMachine(),
                "[supervisord]\nenvironment=SHARED=\"daemon\",ONLY=\"here\"\n[unix_http_server]\nfile=/tmp/s.sock\n"
                        + "[program:own]\ncommand=/bin/cat\nenvironment=SHARED=\"program\",SUPERVISOR_ENABLED=\"0\"\n");

        assertEquals(
                Map.of(
                        "SUPERVISOR_ENABLED", "0",
                        "SUPERVISOR_PROCESS_NAME", "own",
                        "SUPERVISOR_GROUP_NAME", "own",
                        "SUPERVISOR_SERVER_URL", "unix:///tmp/s.sock",
                        "SHARED", "program",
                        "ONLY", "here"),
                read.process("own").environment());
    }

    @Test
    void theServerUrlIsLeftToTheDaemonWhenNoSocketIsConfigured() {
        Reading read =
                Reading.ini("[program:p]\ncommand=/bin/cat\n[program:q]\ncommand=/bin/cat\nserverurl=http://x:1\n"
                        + "[program:r]\ncommand=/bin/cat\nserverurl=auto\n");

        assertFalse(read.process("p").environment().containsKey("SUPERVISOR_SERVER_URL"));
        assertFalse(read.process("r").environment().containsKey("SUPERVISOR_SERVER_URL"));
        assertEquals("http://x:1", read.process("q").environment().get("SUPERVISOR_SERVER_URL"));
    }

    @Test
    void variablesExpandFromTheDaemonItsSectionAndTheProgramsOwn() {
        FakeMachine machine = new FakeMachine().variable("OUTER", "outer").variable("WHERE", "/tmp");
        Reading read = Reading.raw(
                machine,
                "[supervisord]\nenvironment=SECTION=\"section\"\n[program:p]\n"
                        + "command=/bin/cat %(ENV_OUTER)s %(ENV_SECTION)s %(ENV_OWN)s\n"
                        + "environment=OWN=\"from-%(ENV_OUTER)s\",NUMBER=\"%(process_num)d of %(numprocs)d\"\n"
                        + "directory=%(ENV_WHERE)s\nstdout_logfile=%(ENV_WHERE)s/%(program_name)s.out\n");

        assertEquals(List.of("/bin/cat", "outer", "section", "from-outer"), read.argv("p"));
        assertEquals("0 of 1", read.process("p").environment().get("NUMBER"));
        assertEquals(Optional.of(Path.of("/tmp")), read.process("p").directory());
        assertEquals(
                Optional.of(Path.of("/tmp/p.out")),
                read.process("p").output().stdout().file());
    }

    @Test
    void aVariableOfAnEnvironmentCannotBeUsedInsideIt() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nenvironment=A=\"1\",B=\"%(ENV_A)s\"\n")
                .refused("ENV_A");
    }

    @Test
    void theHostTheFileAndTheNamesExpand() {
        Reading read = Reading.ini(
                "[program:ex]\ncommand=/bin/cat %(here)s %(host_node_name)s %(program_name)s %(group_name)s %(process_num)d\n");

        assertEquals(List.of("/bin/cat", "/etc", "host.example", "ex", "ex", "0"), read.argv("ex"));
    }

    @Test
    void theProcessNumberExpandsOnlyWhereItHasAMeaning() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nstartsecs=%(process_num)d\n")
                .refused("startsecs", "process_num");
    }

    @ParameterizedTest
    @CsvSource({"NONE", "off", "''"})
    void aLogMayBeKeptNowhere(String text) {
        assertInstanceOf(
                Target.None.class,
                Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_logfile=" + text.replace("''", "") + "\n")
                        .process("p")
                        .output()
                        .stdout()
                        .target());
    }

    @Test
    void relativeLogsStartFromTheDaemonsDirectoryAndTildesFromHomes() {
        ProcessSpec process = Reading.ini(
                        "[program:p]\ncommand=/bin/cat\nstdout_logfile=x.log\nstderr_logfile=~/y.log\n"
                                + "directory=sub\n")
                .process("p");

        assertEquals(
                Optional.of(Path.of("/cwd/x.log")), process.output().stdout().file());
        assertEquals(
                Optional.of(Path.of("/root/y.log")), process.output().stderr().file());
        assertEquals(Optional.of(Path.of("/cwd/sub")), process.directory());
        assertEquals(
                Optional.of(Path.of("/var/log/z")),
                Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_logfile=~www-data/z\n")
                        .process("p")
                        .output()
                        .stdout()
                        .file());
    }

    @Test
    void redirectedErrorsNeedNoFileOfTheirOwn() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\nredirect_stderr=true\nstderr_logfile=/tmp/err\n");

        assertInstanceOf(Target.None.class, read.process("p").output().stderr().target());
        read.warns("[program:p] stderr_logfile:", "the filename has been ignored");
    }

    @Test
    void anUnlimitedAutoLogIsPointedOut() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_logfile_maxbytes=0\n")
                .warns("AUTO logging without rollover");
    }

    @Test
    void whatIsNotServedYetIsCheckedAndPointedOut() {
        Reading read =
                Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_events_enabled=true\nstderr_events_enabled=false\n");

        read.warns("[program:p] stdout_events_enabled:", "not do that yet");
        assertEquals(1, read.warnings().size(), read.warnings()::toString);
    }

    @Test
    void theWordSyslogForALogFileMeansTheSystemLogAlone() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_logfile=syslog\nstderr_logfile=NONE\n");

        LogSpec stdout = read.process("p").output().stdout();
        assertInstanceOf(Target.None.class, stdout.target());
        assertTrue(stdout.options().syslog());
        assertFalse(stdout.isDiscarded());
        assertTrue(read.process("p").output().stderr().isDiscarded());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void aLimitForAllFilesThatOneOfThemExceedsIsRefused() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nstdout_logfile_total_maxbytes=1MB\n")
                .refused("stdout_logfile_total_maxbytes", "set stdout_logfile_maxbytes above 0");
    }

    @Test
    void aCommandThatCannotBeSplitIsAcceptedWithAWarning() {
        Reading read = Reading.ini("[program:bad]\ncommand=/bin/echo 'oops\n[program:empty]\ncommand=\n");

        assertInstanceOf(Command.Malformed.class, read.process("bad").command());
        assertInstanceOf(Command.Malformed.class, read.process("empty").command());
        read.warns("[program:bad] command:", "No closing quotation", "no start will succeed");
        read.warns("[program:empty] command:", "command is empty");
    }

    @Test
    void whatIsNotThereYetIsAWarning() {
        Reading read = Reading.ini(
                "[program:p]\ncommand=/opt/none\ndirectory=/opt/app\n[program:q]\ncommand=none\n[program:r]\ncommand=sh -c x\n");

        read.warns("[program:p] command:", "can't find command '/opt/none'");
        read.warns("[program:p] directory:", "/opt/app does not exist", "mkdir -p /opt/app");
        read.warns("[program:q] command:", "can't find command 'none' in PATH");
        assertEquals(3, read.warnings().size(), read.warnings()::toString);
    }

    @Test
    void aProgramIsSearchedInItsOwnPath() {
        FakeMachine machine = new FakeMachine().program("/opt/bin/tool");

        Reading read = Reading.ini(machine, "[program:p]\ncommand=tool\nenvironment=PATH=\"/x:/opt/bin\"\n");

        assertEquals(List.of(), read.warnings());
        Reading.ini(machine, "[program:p]\ncommand=tool\n").warns("can't find command 'tool'");
    }
}
