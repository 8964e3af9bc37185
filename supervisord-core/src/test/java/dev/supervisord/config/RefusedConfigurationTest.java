package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Supervisor refuses is refused, with a message that names the value and says what to write. */
class RefusedConfigurationTest {
    private static final String CAT = "[program:x]\ncommand=/bin/cat\n";
    private static final String FCGI = "[fcgi-program:f]\ncommand=/bin/cat\n";
    private static final String LISTENER = "[eventlistener:l]\ncommand=/bin/cat\n";

    private static Arguments bad(String text, String... words) {
        return arguments(text, words);
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                bad(
                        "[program:x]\nautostart=true\n",
                        "[program:x] command:",
                        "does not specify a command",
                        "write command ="),
                bad(CAT + "numprocs=three\n", "main.conf:4: [program:x] numprocs: 'three'", "whole number"),
                bad(CAT + "numprocs=100001\n", "numprocs", "10000"),
                bad(CAT + "numprocs=2\n", "%(process_num) must be present", "%(program_name)s_%(process_num)02d"),
                bad(
                        CAT + "numprocs=3\nprocess_name=hello-world%(process_num)\n",
                        "process_name",
                        "badly formatted",
                        "write %(process_num)d"),
                bad("[program:x]\ncommand=/bin/cat %(nothing)s\n", "command", "'nothing'", "program_name"),
                bad("[program:x]\ncommand=/bin/cat %(port)d\n", "command", "'port'"),
                bad("[program:x]\ncommand=/bin/cat %(ENV_NOT_SET)s\n", "ENV_NOT_SET", "set the variable NOT_SET"),
                bad("[program:x]\ncommand=/bin/date +%Y\n", "command", "'%Y' is badly formatted", "%%"),
                bad(CAT + "autostart=maybe\n", "autostart", "'maybe'", "not a valid boolean value"),
                bad(CAT + "autostart=\n", "autostart", "''", "boolean"),
                bad(CAT + "autorestart=sometimes\n", "autorestart", "'sometimes'"),
                bad(CAT + "stopsignal=SIGNOPE\n", "stopsignal", "'SIGNOPE'", "TERM"),
                bad(CAT + "stopsignal=99\n", "stopsignal", "'99'"),
                bad(CAT + "stopsignal=TERM,,KILL\n", "stopsignal", "''"),
                bad(CAT + "stopsignal=TERM 10s\n", "stopsignal", "'TERM 10s'"),
                bad(CAT + "stopsignal=TERM:soon\n", "stopsignal", "'TERM:soon'", "TERM:10s"),
                bad(CAT + "stopsignal=TERM:5,KILL,INT\n", "stopsignal", "nothing comes after SIGKILL"),
                bad(CAT + "stopsignal=KILL:5\n", "stopsignal", "nothing comes after SIGKILL"),
                bad(CAT + "backoff=\n", "backoff", "no parts", "initial"),
                bad(CAT + "backoff=5\n", "backoff", "key/value pairs"),
                bad(CAT + "backoff=facter=2\n", "backoff", "'facter'", "did you mean factor?"),
                bad(CAT + "backoff=initial=50ms\n", "backoff", "initial is less than 100 ms"),
                bad(CAT + "backoff=initial=5,max=4\n", "backoff", "max is less than initial", "at least 5s"),
                bad(CAT + "backoff=factor=0.5\n", "backoff", "factor is not between 1 and 100"),
                bad(CAT + "backoff=factor=two\n", "backoff", "value of factor, 'two', is no number"),
                bad(CAT + "backoff=jitter=1.5\n", "backoff", "jitter is not between 0 and 1"),
                bad(CAT + "backoff=reset=later\n", "backoff", "value of reset, 'later', is no span of time"),
                bad(CAT + "stopsignal=0\n", "stopsignal", "'0'"),
                bad(CAT + "exitcodes=0,256\n", "exitcodes", "exit code", "'0,256'"),
                bad(CAT + "exitcodes=-1\n", "exitcodes", "exit code", "'-1'"),
                bad(CAT + "exitcodes=0,\n", "exitcodes", "exit code", "'0,'"),
                bad(CAT + "user=no-such-user\n", "user", "Invalid user name no-such-user"),
                bad(CAT + "user=3999999999\n", "user", "Invalid user id 3999999999"),
                bad(CAT + "user=root:root\n", "user", "Invalid user name root:root"),
                bad(CAT + "umask=rwx\n", "umask", "'rwx'", "octal"),
                bad(CAT + "umask=9\n", "umask", "'9'", "octal"),
                bad(CAT + "startsecs=1.5\n", "startsecs", "'1.5'"),
                bad(CAT + "startsecs=5s\n", "startsecs", "'5s'"),
                bad(CAT + "startsecs=soon\n", "startsecs", "'soon'"),
                bad(CAT + "startretries=often\n", "startretries", "'often'"),
                bad(CAT + "redirect_stderr=perhaps\n", "redirect_stderr", "'perhaps'"),
                bad(CAT + "stopasgroup=true\nkillasgroup=false\n", "killasgroup", "Cannot set stopasgroup=true"),
                bad(
                        CAT + "stdout_logfile=/tmp/none/x.log\n",
                        "stdout_logfile",
                        "directory named as part of the path /tmp/none/x.log does not exist",
                        "mkdir -p /tmp/none"),
                bad(CAT + "stderr_logfile=~nobody/x.log\n", "stderr_logfile", "/cwd/~nobody/x.log"),
                bad(
                        CAT + "stdout_logfile=/tmp/%(program_name)\n",
                        "stdout_logfile",
                        "badly formatted",
                        "%(program_name)s"),
                bad(CAT + "stdout_logfile=/tmp/\0\n", "stdout_logfile", "cannot be the name of a file"),
                bad(CAT + "stdout_logfile_maxbytes=5XB\n", "stdout_logfile_maxbytes", "'5XB'", "50MB"),
                bad(CAT + "stdout_logfile_maxbytes=1M\n", "stdout_logfile_maxbytes", "'1M'"),
                bad(CAT + "stdout_capture_maxbytes=1M\n", "stdout_capture_maxbytes", "'1M'"),
                bad(CAT + "stderr_syslog=maybe\n", "stderr_syslog", "'maybe'"),
                bad(CAT + "environment=A=1,B\n", "environment", "key/value", "after A"),
                bad(CAT + "process_name=a b\n", "process_name", "Invalid name", "' '"),
                bad(CAT + "process_name=%(ENV_HOME)s\n", "process_name", "Invalid name", "'/'"),
                bad("[program:a b]\ncommand=/bin/cat\n", "[program:a b]", "Invalid name", "' '"),
                bad("[program:a:b]\ncommand=/bin/cat\n", "'a:b'", "':'"),
                bad("[program:a/b]\ncommand=/bin/cat\n", "'a/b'", "'/'"),
                bad("[program:]\ncommand=/bin/cat\n", "Invalid name", "empty"),
                bad(CAT + "port=0\n", "port", "0 is no port"),
                bad(CAT + "port=65536\n", "port", "65536 is no port"),
                bad(CAT + "port=8000\nport_step=0\n", "port_step", "0 is no distance"));
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                bad(CAT + "[group:g]\nprograms=x,nope\n", "[group:g] programs:", "unknown program", "nope"),
                bad("[program:worker]\ncommand=/bin/cat\n[group:g]\nprograms=workre\n", "did you mean worker?"),
                bad(CAT + "[group:g]\nprograms=x,\n", "unknown program"),
                bad(CAT + "[group:g]\nprograms=x\npriority=top\n", "[group:g] priority:", "'top'"),
                bad(CAT + "[group:a b]\nprograms=x\n", "Invalid name: 'a b'"),
                bad(
                        CAT + "[fcgi-program:x]\ncommand=/bin/cat\nsocket=tcp://127.0.0.1:1\n[group:g]\nprograms=x\n",
                        "[group:g]",
                        "ambiguous"),
                bad(
                        CAT + "numprocs=3\nprocess_name=%(process_num).0sx\n",
                        "process_name",
                        "two processes would be named x"));
    }

    static Stream<Arguments> daemon() {
        return Stream.of(
                bad("logfile=/tmp/none/d.log\n", "[supervisord] logfile:", "/tmp/none/d.log does not exist"),
                bad("pidfile=/tmp/none/d.pid\n", "[supervisord] pidfile:", "/tmp/none"),
                bad("loglevel=chatty\n", "loglevel", "'chatty'", "critical, error, warn"),
                bad("childlogdir=/tmp/none\n", "childlogdir", "/tmp/none is not an existing directory"),
                bad("directory=/tmp/none\n", "directory", "/tmp/none is not an existing directory"),
                bad("user=no-such-one\n", "user", "no-such-one"),
                bad("nodaemon=perhaps\n", "nodaemon", "'perhaps'"),
                bad("minfds=many\n", "minfds", "'many'"),
                bad("umask=8\n", "umask", "'8'"),
                bad("identifier=%(host_node_name)s\n", "identifier", "host_node_name"),
                bad("[unix_http_server]\nchmod=0700\n", "[unix_http_server]", "has no file value"),
                bad("[unix_http_server]\nfile=/tmp/s.sock\nusername=me\n", "incomplete authentication", "password"),
                bad("[unix_http_server]\nfile=/tmp/s.sock\nchmod=rw\n", "chmod", "'rw'"),
                bad("[unix_http_server]\nfile=/tmp/s.sock\nchown=nobody:no-such-group\n", "chown", "no-such-group"),
                bad("socket=/tmp/a.sock\n[unix_http_server]\nfile=/tmp/s.sock\n", "socket", "described twice"),
                bad("[inet_http_server]\nusername=a\npassword=b\n", "[inet_http_server]", "has no port value"),
                bad("[inet_http_server]\nport=127.0.0.1:x\n", "port", "127.0.0.1:x", "valid port number"),
                bad("[inet_http_server]\nport=127.0.0.1:9001\nusername=u\n", "incomplete authentication"),
                bad("[include]\n", "[include]", "no files setting"),
                bad("[include]\nfiles=%(ENV_NOWHERE_SET)s/*.conf\n", "files", "ENV_NOWHERE_SET"),
                bad("[rpcinterface:x]\na=1\n", "[rpcinterface:x]", "supervisor.rpcinterface_factory"));
    }

    static Stream<Arguments> sectionsThatAreNotServedYet() {
        return Stream.of(
                bad(LISTENER, "[eventlistener:l]", "requires an \"events\" line"),
                bad(LISTENER + "events=\n", "requires an \"events\" line"),
                bad(LISTENER + "events=TICK_7\n", "events", "TICK_7", "did you mean TICK_5?"),
                bad(LISTENER + "events=TICK\nredirect_stderr=true\n", "redirect_stderr", "eventlistener protocol"),
                bad(LISTENER + "events=TICK\nbuffer_size=0\n", "buffer_size", "(0)"),
                bad(LISTENER + "events=TICK\nstartsecs=soon\n", "startsecs", "'soon'"),
                bad("[eventlistener:l]\nevents=TICK\n", "does not specify a command"),
                bad(FCGI, "[fcgi-program:f]", "requires a \"socket\" line"),
                bad(FCGI + "socket=unix://run/x.sock\n", "socket", "run/x.sock is not an absolute path"),
                bad(FCGI + "socket=tcp://127.0.0.1:9000\nsocket_mode=0700\n", "socket_owner and socket_mode"),
                bad(FCGI + "socket=tcp://127.0.0.1:99999\n", "Bad socket format", "99999"),
                bad(FCGI + "socket=udp://127.0.0.1:9\n", "socket", "udp://127.0.0.1:9"),
                bad(FCGI + "socket=unix:///tmp/f.sock\nsocket_owner=nobody:nope\n", "socket_owner", "nope"),
                bad(FCGI + "socket=unix:///tmp/f.sock\nsocket_backlog=0\n", "socket_backlog", "0"),
                bad(FCGI + "socket=unix:///tmp/f.sock\nnumprocs=x\n", "numprocs", "'x'"));
    }

    @ParameterizedTest
    @MethodSource({"programs", "groups", "daemon", "sectionsThatAreNotServedYet"})
    void refuses(String text, String... words) {
        Reading.ini(text).refused(words);
    }

    @Test
    void anIniFileNeedsASupervisordSection() {
        Reading.raw(new FakeMachine(), CAT).refused("does not include supervisord section", "[supervisord]");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheirLines() {
        Reading read = Reading.ini(
                "[program:a]\ncommand=/bin/cat\nstartsecs=soon\n[program:b]\nuser=ghost\n[program:c]\ncommand=%(x)s\n");

        assertEquals(4, read.errors().size(), read.errors()::toString);
        assertEquals(
                List.of(4, 5, 6, 8),
                read.result().errors().stream()
                        .map(problem -> problem.line().orElse(0))
                        .toList());
    }

    @Test
    void aMistakeInAProgramWithManyProcessesIsReportedOnce() {
        Reading read = Reading.ini(CAT + "numprocs=50\nprocess_name=%(process_num)d\nstdout_logfile=/none/x\n");

        assertEquals(1, read.errors().size(), read.errors()::toString);
    }
}
