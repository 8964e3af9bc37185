package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code convert} writes keeps the comments and the words of the INI file, and says what it cannot keep. */
class IniConversionTest {

    private static IniConversion.Result convert(FakeMachine machine, String text, String target) {
        return IniConversion.convert(Path.of("/etc/x.conf"), Path.of(target), machine.file("/etc/x.conf", text));
    }

    private static IniConversion.Result convert(String text) {
        return convert(new FakeMachine(), text, "/etc");
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static void assertTells(List<Problem> problems, String... words) {
        assertTrue(
                texts(problems).stream()
                        .anyMatch(text -> List.of(words).stream().allMatch(text::contains)),
                () -> List.of(words) + " among " + texts(problems));
    }

    @Test
    void everyKindOfValueIsWrittenWithItsTypeAndCommentsStayWhereTheyAre() {
        IniConversion.Result result = convert("""
                ; what it is
                #second line

                [program:web.site] ; the site
                command=/bin/sh -c "exec cat" ; runs
                  ; between
                  --more
                numprocs = 2
                ;numprocs=3
                process_name: %(program_name)s_%(process_num)02d
                environment=A="x,y",B='q"w',C=%(ENV_HOME)s
                autostart=yes
                autorestart=Unexpected
                startsecs=90
                exitcodes=2,0
                stopsignal=int
                umask=027
                stdout_logfile=/tmp/%(program_name)s.log   # where
                stdout_logfile_maxbytes=1MB
                stderr_logfile_maxbytes=1024
                [group:g]
                programs=a, web.site
                priority=%(ENV_PRIORITY)s
                """);
        assertEquals("""
                # what it is
                #second line

                [program.'web.site']  # the site
                command = '''
                /bin/sh -c "exec cat"
                --more'''  # runs
                # between
                numprocs = 2
                #numprocs=3
                process_name = "%(program_name)s_%(process_num)02d"
                environment = { A = "x,y", B = 'q"w', C = "%(ENV_HOME)s" }
                autostart = true
                autorestart = "unexpected"
                startsecs = 90
                exitcodes = [0, 2]
                stopsignal = "int"
                umask = "027"
                stdout_logfile = "/tmp/%(program_name)s.log"  # where
                stdout_logfile_maxbytes = "1MB"
                stderr_logfile_maxbytes = 1024
                leftovers = "before_start"
                [group.g]
                programs = ["a", "web.site"]
                priority = "%(ENV_PRIORITY)s"
                """, result.toml().orElseThrow());
        assertEquals(List.of(), texts(result.lost()));
        assertEquals(List.of(), texts(result.changed()));
    }

    @Test
    void relativePathsAreWrittenForTheDirectoryInWhichTheDaemonStarts() {
        IniConversion.Result result = convert("[program:p]\ncommand=/bin/cat\ndirectory=run\nstdout_logfile=AUTO\n"
                + "stderr_logfile=%(program_name)s.log\n");
        assertEquals(
                "[program.p]\ncommand = \"/bin/cat\"\ndirectory = \"/cwd/run\"\nstdout_logfile = \"AUTO\"\n"
                        + "stderr_logfile = \"/cwd/%(program_name)s.log\"\nleftovers = \"before_start\"\n",
                result.toml().orElseThrow());
        assertEquals(2, result.changed().size());
        assertTells(result.changed(), "/etc/x.conf:3: [program:p] directory:", "started in /cwd");
    }

    @Test
    void thePathsOfAVariableAreLookedAt() {
        String text = "[program:p]\ncommand=/bin/cat\ndirectory=%(ENV_HOME)s/x\nstdout_logfile=%(ENV_NOPE)s/x\n";
        IniConversion.Result result = convert(text);
        assertEquals(1, result.changed().size());
        assertTells(result.changed(), ":4:", "stdout_logfile", "if the variable is not an absolute path");
    }

    @Test
    void whatTomlRefusesIsCommentedOutAndNamed() {
        IniConversion.Result result = convert("""
                [Program:q]
                command=a
                 b
                [program:p]
                command=/bin/cat
                aurorestart=true
                startsecs=1.5
                """);
        assertEquals("""
                # [Program:q]
                # command = a
                # b
                [program.p]
                command = "/bin/cat"
                # aurorestart = true
                startsecs = "1.5"
                leftovers = "before_start"
                """, result.toml().orElseThrow());
        assertTells(result.lost(), "/etc/x.conf:1:", "[Program:q]", "commented out");
        assertTells(result.lost(), "/etc/x.conf:6:", "aurorestart", "did you mean autorestart?");
        assertTells(result.lost(), "/etc/x.conf:7:", "startsecs", "no whole number of seconds");
    }

    @Test
    void whatIsWrittenTwiceIsWrittenOnce() {
        IniConversion.Result result = convert("""
                [program:p]
                command=/bin/cat
                [program:q]
                command=/bin/cat
                [program:p] junk
                # again
                command=/bin/sh
                priority=1
                """);
        assertEquals("""
                [program.p]
                # command = /bin/cat
                # again
                command = "/bin/sh"
                priority = 1
                leftovers = "before_start"
                [program.q]
                command = "/bin/cat"
                leftovers = "before_start"
                """, result.toml().orElseThrow());
        assertTells(result.changed(), ":2:", "set again in line 7");
        assertTells(result.changed(), ":5:", "continues that of line 1");
    }

    @Test
    void defaultsOfTheFileAreWrittenIntoItsSections() {
        IniConversion.Result result = convert("""
                [DEFAULT]
                priority=7
                nodaemon=true

                [program:p]
                command=/bin/cat ; c

                [program:q]
                priority=8
                """);
        assertEquals("""
                # [DEFAULT]
                # priority = 7
                # nodaemon = true

                [program.p]
                command = "/bin/cat"  # c
                priority = 7
                leftovers = "before_start"

                [program.q]
                priority = 8
                leftovers = "before_start"
                """, result.toml().orElseThrow());
        assertTells(result.changed(), ":1:", "TOML has no [DEFAULT]");
    }

    @Test
    void theDaemonsOwnFilesStayWhereTheyWere() {
        IniConversion.Result result =
                convert("[supervisord]\nlogfile=\nnodaemon=true\n\n[unix_http_server:a]\nfile=/tmp/s\n"
                        + "[unix_http_server]\nfile=/tmp/t\n");
        assertEquals(
                "[supervisord]\nnodaemon = true\nlogfile = \"/cwd/supervisord.log\"\npidfile = \"/cwd/supervisord.pid\"\n"
                        + "\n[unix_http_server]\nfile = \"/tmp/s\"\n# [unix_http_server]\n# file = /tmp/t\n",
                result.toml().orElseThrow());
        assertTells(result.changed(), "logfile", "the default of INI files is written out");
        assertTells(result.changed(), ":5:", "the name of the section is dropped");
        assertTells(result.lost(), ":7:", "one section of this kind only");
    }

    @Test
    void includesKeepTheirGlobsAndTheFilesToConvertNextAreNamed() {
        FakeMachine machine = new FakeMachine()
                .file("/etc/conf.d/a.conf", "")
                .file("/etc/conf.d/b.toml", "")
                .file("/etc/conf.d/c.ini", "");
        IniConversion.Result result = convert(machine, "[include]\nfiles = conf.d/*.conf conf.d/*.toml\n", "/etc");
        assertEquals(
                "[include]\nfiles = [\"conf.d/*.conf\", \"conf.d/*.toml\"]\n",
                result.toml().orElseThrow());
        assertTells(result.changed(), ":2:", "/etc/conf.d/a.conf");
    }

    @Test
    void aFileForAnotherDirectoryMeansTheSameThere() {
        IniConversion.Result result = convert(
                new FakeMachine(),
                "[include]\nfiles=a/*.conf /b\n[program:p]\ncommand=%(here)s/run %(here)10s\nstdout_logfile=x.log\n",
                "/cwd");
        assertEquals(
                "[include]\nfiles = [\"/etc/a/*.conf\", \"/b\"]\n[program.p]\ncommand = \"/etc/run %(here)10s\"\n"
                        + "stdout_logfile = \"x.log\"\nleftovers = \"before_start\"\n",
                result.toml().orElseThrow());
        assertTells(result.changed(), ":4:", "%(here) stands for the directory of the TOML file");
    }

    @Test
    void aValueWithBackslashesAndBothQuotesMeansTheSame() {
        IniConversion.Result result = convert("[supervisorctl]\nprompt=x \\n' \"\n");
        assertEquals(
                "[supervisorctl]\nprompt = '''\nx \\n' \"'''\n", result.toml().orElseThrow());
    }

    @Test
    void aFileThatCannotBeReadGivesNothing() {
        IniConversion.Result result = convert("[program:p]\ncommand\n");
        assertTrue(result.toml().isEmpty());
        assertTells(result.lost(), ":2:", "neither = nor :");
        assertTells(
                IniConversion.convert(Path.of("/etc/x.toml"), Path.of("/etc"), new FakeMachine())
                        .lost(),
                "TOML already");
    }

    @Test
    void whatCannotBeCarriedOverNeverShowsAValueOfAnEnvironment() {
        IniConversion.Result result = convert("[program:p]\ncommand=/bin/cat\nenvironment=A=hunter2 x\n");
        assertTells(result.lost(), ":3:", "environment");
        assertTrue(texts(result.lost()).stream().noneMatch(text -> text.contains("hunter2")));
    }
}
