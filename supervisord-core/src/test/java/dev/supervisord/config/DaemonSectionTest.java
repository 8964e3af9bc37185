package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.SocketSpec;
import dev.supervisord.model.SocketSpec.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The daemon's own section and its sockets. */
class DaemonSectionTest {

    @Test
    void anEmptySectionHasSupervisorsDefaults() {
        assertEquals(
                new DaemonSpec(
                        "supervisor",
                        new LogSpec(new Target.File(Path.of("/cwd/supervisord.log")), 50L << 20, 10, false),
                        LogLevel.INFO,
                        false,
                        false,
                        Optional.of(Path.of("/cwd/supervisord.pid")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        OptionalInt.of(022),
                        Optional.empty(),
                        Map.of(),
                        1024,
                        200,
                        new CgroupRoot.Auto(),
                        new SocketSpec(Optional.empty(), 0660, Optional.empty(), Optional.empty(), Optional.empty()),
                        ControlSpec.LOCAL),
                Reading.ini("").plan().daemon());
    }

    @Test
    void everyKeyIsRead() {
        Reading read = Reading.ini("logfile=%(here)s/d.log\nlogfile_maxbytes=1MB\nlogfile_backups=2\nloglevel=TRACE\n"
                + "pidfile=~/d.pid\numask=077\nnodaemon=true\nsilent=true\nminfds=9\nminprocs=8\nnocleanup=true\nstate_dir=/var/lib/me\n"
                + "childlogdir=/tmp\nsyslog_socket=/tmp/log\nuser=nobody\ndirectory=/tmp\nstrip_ansi=true\nenvironment=A=\"1\"\nidentifier=me\n"
                + "profile_options=x\n[unix_http_server]\nfile= %(here)s/../tmp/s.sock \nchmod=0770\nchown=nobody:root\n"
                + "username=u\npassword={SHA}x%%\n[program:p]\ncommand=/bin/cat\n");

        assertEquals(
                new DaemonSpec(
                        "me",
                        new LogSpec(new Target.File(Path.of("/etc/d.log")), 1L << 20, 2, true),
                        LogLevel.TRACE,
                        true,
                        true,
                        Optional.of(Path.of("/root/d.pid")),
                        Optional.empty(),
                        Optional.of(Path.of("/var/lib/me")),
                        Optional.of(Path.of("/tmp")),
                        Optional.of(Path.of("/tmp/log")),
                        true,
                        Optional.of(Path.of("/tmp")),
                        OptionalInt.of(077),
                        Optional.of("nobody"),
                        Map.of("A", "1"),
                        9,
                        8,
                        new CgroupRoot.Auto(),
                        new SocketSpec(
                                Optional.of(Path.of("/tmp/s.sock")),
                                0770,
                                Optional.of("nobody"),
                                Optional.of("root"),
                                Optional.of(new Login("u", "{SHA}x%"))),
                        ControlSpec.LOCAL),
                read.plan().daemon());
        assertEquals(true, read.process("p").output().stdout().stripAnsi());
    }

    @Test
    void theCommandLineWinsOverTheFiles() {
        FakeMachine machine = new FakeMachine().file(Reading.TOML, "[supervisord]\nloglevel = 'warn'\n");
        Reading read = new Reading(ConfigReader.read(
                Path.of(Reading.TOML), machine, Map.of("loglevel", "debug", "nodaemon", "true", "logfile", "x.log")));

        assertEquals(LogLevel.DEBUG, read.plan().daemon().logLevel());
        assertEquals(
                Optional.of(Path.of("/cwd/x.log")), read.plan().daemon().log().file());
        new Reading(ConfigReader.read(Path.of(Reading.TOML), machine, Map.of("loglevel", "loud")))
                .refused("command line: [supervisord] loglevel: 'loud'");
    }

    @Test
    void theDaemonsVariablesDoNotExpandInItsOwnSection() {
        Reading.ini("environment=A=\"1\"\nidentifier=%(ENV_A)s\n").refused("identifier", "ENV_A");
    }

    @Test
    void passwordsAreInNoMessage() {
        Reading read = Reading.ini("[unix_http_server]\nfile=/tmp/s\nusername=u\npassword=50%hunter2\n");

        read.refused("password", "'%h' is badly formatted");
        assertFalse(read.errors().toString().contains("unter2"));
    }

    @Test
    void onlyOneUnixSocketIsServed() {
        Reading read = Reading.ini("[unix_http_server]\nfile=/tmp/a\n[unix_http_server:second]\nfile=/tmp/b\n");

        assertEquals(
                Optional.of(Path.of("/tmp/a")), read.plan().daemon().socket().path());
        read.warns("[unix_http_server:second]", "left out");
    }

    @Test
    void theSearchGoesFromTheNearToTheCommon() {
        Path here = Path.of("/cwd");

        assertEquals(
                List.of(
                        "/cwd/supervisord.toml",
                        "/cwd/supervisord.conf",
                        "/cwd/etc/supervisord.conf",
                        "/etc/supervisord/supervisord.toml",
                        "/etc/supervisord.conf",
                        "/etc/supervisor/supervisord.conf"),
                SearchOrder.places(here).stream().map(Path::toString).toList());
        assertEquals(
                Optional.of(Path.of("/cwd/supervisord.conf")),
                SearchOrder.find(Map.of(), here, file -> !file.toString().endsWith(".toml")));
        assertEquals(Optional.empty(), SearchOrder.find(Map.of(), here, file -> false));
        assertEquals(
                Optional.of(Path.of("/cwd/mine.conf")),
                SearchOrder.find(Map.of("SUPERVISORD_CONFIG", "mine.conf"), here, file -> true));
    }

    @Test
    void nearNamesAreFoundWithinAThirdOfTheLetters() {
        assertEquals(Optional.of("autorestart"), NearName.of("aurorestart", List.of("autostart", "autorestart")));
        assertEquals(Optional.of("stopsignal"), NearName.of("STOPSINGAL", List.of("stopsignal")));
        assertEquals(Optional.empty(), NearName.of("y", List.of("x")));
        assertEquals(Optional.empty(), NearName.of("frobnicate", List.of("autostart", "command")));
        assertEquals(1, NearName.distance("ab", "ba"));
        assertEquals(3, NearName.distance("kitten", "sitting"));
    }
}
