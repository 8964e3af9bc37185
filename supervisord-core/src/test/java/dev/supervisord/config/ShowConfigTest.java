package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code show-config} prints has every default, and reads back as the same plan from anywhere. */
class ShowConfigTest {

    private static String show(Reading read) {
        read.plan();
        return ShowConfig.render(read.result(), Path.of("/cwd"));
    }

    private static void assertReadsBack(FakeMachine machine, Reading read) {
        String shown = show(read);
        Reading again = Reading.of(machine.file("/srv/shown.toml", shown), "/srv/shown.toml");
        assertEquals(read.plan(), again.plan(), shown);
    }

    @Test
    void everyDefaultIsShown() {
        assertEquals("""
                [supervisord]
                logfile = "AUTO"
                logfile_maxbytes = 52428800
                logfile_backups = 10
                loglevel = "info"
                pidfile = "NONE"
                nodaemon = false
                silent = false
                identifier = "supervisor"
                # audit_log is not set
                # runtime_dir is not set
                # state_dir is not set
                # childlogdir is not set
                # syslog_socket is not set
                nocleanup = false
                strip_ansi = false
                environment = {}
                # directory is not set
                umask = "022"
                # user is not set
                minfds = 1024
                minprocs = 200
                cgroup_root = "auto"
                # socket is not set
                socket_mode = "660"
                # socket_owner is not set
                # socket_group is not set

                [program.x]
                command = ["/bin/cat"]
                type = "simple"
                # pidfile is not set
                # start_timeout is not set
                process_name = "x"
                numprocs = 1
                numprocs_start = 0
                # port is not set
                # port_step is not set
                # directory is not set
                environment = {}
                serverurl = "AUTO"
                # user is not set
                # group is not set
                # login_env is not set
                no_new_privs = false
                # umask is not set
                # limits is not set
                # nice is not set
                # ionice is not set
                # cpu_affinity is not set
                # oom_score_adj is not set
                cgroup = false
                # memory_high is not set
                # memory_max is not set
                # cpu_max is not set
                # cpu_weight is not set
                # io_weight is not set
                # pids_max is not set
                require_cgroups = false
                clean_env = false
                pty = false
                priority = 999
                depends_on = []
                autostart = true
                autorestart = "unexpected"
                startsecs = 1
                startretries = 3
                exitcodes = [0]
                exit_policy = "ignore"
                # backoff is not set
                stopsignal = "TERM"
                stopwaitsecs = 10
                stopasgroup = false
                killasgroup = false
                leftovers = "end"
                leftovers_grace = 2
                # sockets is not set
                # fd0 is not set
                stdin = "pipe"
                # listen_fds is not set
                redirect_stderr = false
                log_format = "raw"
                log_on_error = "block"
                rotate = "never"
                rotate_names = "numbered"
                compress = "none"
                stdout_logfile = "AUTO"
                stdout_logfile_maxbytes = 52428800
                stdout_logfile_backups = 10
                stdout_logfile_total_maxbytes = 0
                stdout_syslog = false
                stderr_logfile = "AUTO"
                stderr_logfile_maxbytes = 52428800
                stderr_logfile_backups = 10
                stderr_logfile_total_maxbytes = 0
                stderr_syslog = false
                """, show(Reading.toml("[program.x]\ncommand = '/bin/cat'\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[program:p]\ncommand=/bin/cat\nstopsignal=TERM:1.5,RTMIN:0, 9\nbackoff=initial=1.5,factor=1.25,jitter=0\n",
                "[program:p]\ncommand=/bin/sh -c \"echo '100%%' \\\\\\\\n; exec cat\"\ndirectory=x%%y\numask=027\nuser=nobody\n"
                        + "stopsignal=RTMIN\nexitcodes=\nautorestart=false\npriority=-3\n",
                "[program:p]\ncommand=/bin/cat %(here)s %(ENV_HOME)s %(port)d 5%%\nnumprocs=3\nnumprocs_start=2\n"
                        + "process_name=n%(process_num)02d\nport=8000\nport_step=2\ndirectory=d%(process_num)d\n"
                        + "stdout_logfile=%(process_num)d.log\nstderr_logfile=~/%(process_num)d\n"
                        + "environment=A=\"%(process_num)d,%%\",B=%(process_num)x,C='c'\n",
                "[program:p]\ncommand=/bin/cat \\\n  %(process_num)d\nnumprocs=2\nprocess_name=%(process_num)d\n",
                "environment=A=\"1\",SUPERVISOR_SERVER_URL=\"x\"\n[unix_http_server]\nfile=/tmp/s\nchown=nobody:root\n"
                        + "username=u\npassword=p%%'\"\n[program:p]\ncommand=/bin/cat\nenvironment=SUPERVISOR_ENABLED=0\n",
                "[unix_http_server]\nfile=s\nchmod=0700\n[program:p]\ncommand=/bin/cat\nserverurl=http://x\n",
                "[program:p]\ncommand=/bin/cat %(group_name)s\n[group:a]\nprograms=p\npriority=4\n[group:b]\nprograms=p,q\n"
                        + "[program:q]\ncommand=/bin/cat\nredirect_stderr=true\n[group:empty]\n",
                "[program:p]\ncommand=/bin/cat\nlog_format=json\nlog_on_error=drop\nrotate=90m\nrotate_names=dated\n"
                        + "compress=gzip\nstdout_logfile_total_maxbytes=1GB\nstderr_syslog=true\nstdout_logfile=syslog\n",
                "[program:none]\nnumprocs=0\npriority=3\n[program:größe.x@1]\ncommand=/bin/cat\n",
                "[program:p]\ncommand=/bin/cat\n[program:q]\ncommand=/bin/cat\n[group:q]\nprograms=p\n",
            })
    void anyIniReadsBackAsTheSamePlan(String text) {
        FakeMachine machine = new FakeMachine();
        assertReadsBack(machine, Reading.ini(machine, text));
    }

    @Test
    void tomlReadsBackAsTheSamePlan() {
        FakeMachine machine = new FakeMachine();
        assertReadsBack(machine, Reading.toml(machine, """
                        [supervisord]
                        runtime_dir = "run"
                        socket = "s.sock"
                        logfile = "d.log"
                        strip_ansi = true
                        syslog_socket = "log"
                        [program.hello-world]
                        command = ["/bin/cat", "%(port)d", 'a "b" \\c', '''it's''']
                        numprocs = 2
                        port = 8000
                        startsecs = 0.25
                        stopwaitsecs = "1m30s"
                        environment = { "a b" = "%(process_num)d", C = 5, D = 'x"y' }
                        stdout_logfile = "%(process_num)d.log"
                        directory = "%(program_name)s"
                        """));
    }

    @Test
    void valuesOfTheEnvironmentAreShown() {
        assertTrue(show(Reading.ini("environment=SECRET=\"hunter2\"\n"))
                .contains("environment = { SECRET = \"hunter2\" }"));
    }
}
