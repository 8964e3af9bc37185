package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An INI file and what {@code convert} makes of it give the same plan. */
class IniRoundTripTest {
    private static final int ROUNDS = 3000;
    private static final Path EXAMPLES = Path.of(System.getProperty("basedir", "."), "..", "conf.d-examples");

    /** Values for each key; all are valid, and none needs another key. */
    private static final List<String> SETTINGS = List.of(
            "command=/bin/cat",
            "command=/bin/sh -c \"echo '100%%' \\\\n; exec cat\" ; c",
            "command=/bin/cat a\\ b 'c \"d\"' %(here)s %(program_name)s",
            "command = /bin/cat \\\n  --x=%(process_num)02d \\\n ; comment\n  --y",
            "command=/bin/cat ''' %(ENV_HOME)s\n   '''",
            "command=/bin/sh -c 'printf \"%%s\\n\" x'",
            "environment=A=\"1\",B='x \"y\"',C=/d:e",
            "environment=A=\"%(ENV_HOME)s,\",B=%(process_num)d,\n  C='%%',",
            "environment=",
            "environment=SUPERVISOR_ENABLED=0,\"a b\"=c,É=\"ü\"",
            "directory=x%%y/%(program_name)s",
            "env_file=-missing.env",
            "env_file=-%(here)s/a.env",
            "directory=",
            "directory=%(ENV_HOME)s",
            "directory=~/d",
            "umask=027",
            "user=nobody",
            "user=33",
            "login_env=yes",
            "group=root",
            "limits=nofile=1024:4096,core=unlimited,as=1 GB",
            "limits=nproc=%(ENV_NUMBER)s",
            "ionice=idle",
            "nice=-3",
            "cpu_affinity=0-1,3",
            "clean_env=on",
            "stdin=Null",
            "pty=yes",
            "priority=-3",
            "priority=%(ENV_NUMBER)s",
            "autostart=OFF",
            "autorestart=Unexpected",
            "autorestart=0",
            "startsecs=0",
            "startsecs=-5",
            "startsecs=1_0",
            "startretries=+2",
            "startretries=9999999999",
            "stopwaitsecs=9999999999",
            "exitcodes=",
            "exitcodes=2, 0",
            "exitcodes=%(ENV_NUMBER)s,3",
            "stopsignal=RTMIN",
            "stopsignal=9",
            "stopsignal=TERM : 10s,int:1m, KILL",
            "stopsignal=TERM:%(ENV_NUMBER)s,INT",
            "backoff=initial=2,factor=3",
            "backoff=max=%(ENV_NUMBER)s0",
            "stopwaitsecs=3600",
            "stopasgroup=true",
            "killasgroup=true",
            "leftovers=keep",
            "leftovers_grace=1",
            "redirect_stderr=yes",
            "stdout_logfile=%(program_name)s-%(process_num)s.log",
            "stdout_logfile=none",
            "stdout_logfile=",
            "stdout_logfile=/tmp/%(host_node_name)s.log",
            "stdout_logfile_maxbytes=1 kb",
            "stdout_logfile_maxbytes=-1",
            "stdout_logfile_backups=0",
            "stderr_logfile=./e.log",
            "stderr_logfile_maxbytes=5MB",
            "serverurl=auto",
            "serverurl=http://x\\y",
            "port=8%(ENV_NUMBER)s00",
            "unknown_key=1",
            "# a comment",
            "; numprocs=9",
            "");

    private static final List<String> DAEMON_SETTINGS = List.of(
            "logfile=/tmp/a.log",
            "logfile=a.log",
            "logfile=",
            "pidfile=none",
            "pidfile=p.pid",
            "loglevel=WARN",
            "identifier=x \\ y",
            "umask=0",
            "nodaemon=true",
            "environment=NUMBER=\"4\",G=\"%(ENV_HOME)s\"",
            "childlogdir=/tmp",
            "childlogdir=",
            "minfds=%(ENV_NUMBER)s",
            "strip_ansi=on",
            "syslog_socket=/tmp/log",
            "directory=%(here)s",
            "user=root",
            "; c");

    /** Gives whether there was a plan to compare; a file that is refused is refused in both syntaxes. */
    private static boolean assertSamePlan(FakeMachine machine, String ini) {
        machine.variable("NUMBER", "5").file("/etc/a.env", "FILED=1\n");
        Reading before = Reading.of(machine.file("/etc/x.conf", ini), "/etc/x.conf");
        for (String target : List.of("/etc", "/cwd")) {
            IniConversion.Result result = IniConversion.convert(Path.of("/etc/x.conf"), Path.of(target), machine);
            String toml = result.toml().orElseThrow();
            Reading after = Reading.of(machine.file(target + "/x.toml", toml), target + "/x.toml");
            assertEquals(before.errors().isEmpty(), after.errors().isEmpty(), () -> ini + "\n" + toml + after.errors());
            if (before.errors().isEmpty()) {
                assertEquals(before.plan(), after.plan(), () -> ini + "\n" + toml);
            }
        }
        return before.errors().isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[program:p]\ncommand=/bin/cat\nstartsecs=2\n[program:q]\ncommand=/bin/cat\n[group:q]\nprograms=p\n",
                "[program:w]\ncommand=/bin/cat\nnumprocs=3\nnumprocs_start=9\nport=8000\nport_step=2\n"
                        + "process_name=%(program_name)s_%(process_num)02d\nenvironment=PORT=\"%(port)d\"\n",
                "[unix_http_server]\nfile=s.sock ; the socket\nchmod=0770\nchown=nobody:root\nusername=u\npassword={SHA}x\n"
                        + "[rpcinterface:supervisor]\n"
                        + "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n"
                        + "[supervisorctl]\nserverurl=unix://s.sock\nprompt=mine \n[inet_http_server:a]\nport=*:9001\n",
                "[DEFAULT]\nautostart=false\n[program:a]\ncommand=/bin/cat\n[program:b]\ncommand=/bin/cat\nautostart=true\n",
                "[program:a]\ncommand=/bin/cat\n[program:a]\ncommand=/bin/sh\n[supervisord]\nlogfile=b.log\nlogfile=c.log\n",
                "[eventlistener:l]\ncommand=/bin/cat\nevents=TICK_5, EVENT\nbuffer_size=3\n"
                        + "[fcgi-program:f]\ncommand=/bin/cat\nsocket=unix:///tmp/f\nsocket_mode=0700\n"
                        + "[group:g]\nprograms=f\npriority=2\n",
                "[program:größe.x@1]\ncommand=/bin/cat %%(x)s\n[program:it's]\ncommand=/bin/cat\n[program:none]\nnumprocs=0\n",
            })
    void knownFilesKeepTheirMeaning(String text) {
        assertTrue(assertSamePlan(new FakeMachine(), "[supervisord]\n" + text), "it has a plan");
    }

    @Test
    void theExamplesInIniSyntaxKeepTheirMeaning() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> inis =
                    files.filter(file -> file.toString().endsWith(".conf")).toList();
            assertTrue(!inis.isEmpty(), "there are examples");
            for (Path file : inis) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                assertSamePlan(new FakeMachine(), text.contains("[supervisord]") ? text : "[supervisord]\n" + text);
            }
        }
    }

    @Test
    void includedFilesAreConvertedOneByOne() {
        FakeMachine machine = new FakeMachine();
        machine.file("/etc/conf.d/a.conf", "[program:a]\ncommand=/bin/cat %(here)s\nstdout_logfile=a.log\n");
        machine.file("/etc/main.conf", "[supervisord]\n[include]\nfiles=conf.d/*.conf conf.d/*.toml\n");
        Reading before = Reading.of(machine, "/etc/main.conf");
        String main = IniConversion.convert(Path.of("/etc/main.conf"), Path.of("/etc"), machine)
                .toml()
                .orElseThrow();
        assertEquals(
                before.plan(),
                Reading.of(machine.file("/etc/main.toml", main), "/etc/main.toml")
                        .plan());
        String part = IniConversion.convert(Path.of("/etc/conf.d/a.conf"), Path.of("/etc/conf.d"), machine)
                .toml()
                .orElseThrow();
        machine.file("/etc/conf.d/a.toml", part).file("/etc/conf.d/a.conf", "");
        assertEquals(before.plan(), Reading.of(machine, "/etc/main.toml").plan());
    }

    @Test
    void randomFilesKeepTheirMeaning() {
        long seed = Long.getLong("seed", 20261121L);
        Random random = new Random(seed);
        int plans = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String ini = randomFile(random);
            try {
                plans += assertSamePlan(new FakeMachine(), ini) ? 1 : 0;
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("round " + round + " of seed " + seed + ":\n" + ini, failure);
            }
        }
        int valid = plans;
        assertTrue(valid > ROUNDS / 4, () -> "only " + valid + " of " + ROUNDS + " files had a plan");
    }

    private static String randomFile(Random random) {
        StringBuilder ini = new StringBuilder("; head\n[supervisord]\n");
        lines(ini, DAEMON_SETTINGS, random);
        List<String> programs = new ArrayList<>();
        for (String program : List.of("a", "b.c", "d")) {
            if (random.nextInt(3) > 0) {
                programs.add(program);
                ini.append("[program:").append(program).append("] ; header\ncommand=/bin/cat\n");
                if (random.nextInt(3) == 0) {
                    ini.append("numprocs=2\nprocess_name=n%(process_num)d\n");
                }
                lines(ini, SETTINGS, random);
            }
        }
        if (!programs.isEmpty() && random.nextBoolean()) {
            ini.append("[group:g]\nprograms=")
                    .append(String.join(" , ", programs))
                    .append("\n");
        }
        if (random.nextInt(4) == 0) {
            ini.append("[DEFAULT]\n");
            lines(ini, SETTINGS, random);
        }
        return ini.toString();
    }

    private static void lines(StringBuilder ini, List<String> choices, Random random) {
        for (int i = random.nextInt(8); i > 0; i--) {
            ini.append(choices.get(random.nextInt(choices.size()))).append('\n');
        }
    }
}
