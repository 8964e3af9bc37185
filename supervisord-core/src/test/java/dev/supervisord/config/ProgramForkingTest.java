package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.Forking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Programs that put themselves into the background. */
class ProgramForkingTest {

    private static Optional<Forking> forking(String pidfile, int seconds) {
        return Optional.of(new Forking(Path.of(pidfile), Duration.ofSeconds(seconds)));
    }

    @Test
    void whatForksIsFoundByItsPidfileInBothSyntaxes() {
        Reading ini = Reading.ini("[program:x]\ncommand=/bin/cat\ntype=forking\npidfile=/run/x.pid\n");
        assertEquals(forking("/run/x.pid", 30), ini.process("x").role().forking());
        Reading toml = Reading.toml(
                "[program.x]\ncommand = '/bin/cat'\ntype = 'forking'\npidfile = 'x.pid'\n" + "start_timeout = '1m'\n");
        assertEquals(forking("/etc/x.pid", 60), toml.process("x").role().forking());
    }

    @Test
    void eachProcessHasAFileOfItsOwn() {
        String text = "[program.x]\ncommand = '/bin/cat'\ntype = 'forking'\nnumprocs = 2\n";
        Reading read = Reading.toml(text + "pidfile = '/run/x%(process_num)d.pid'\n");
        assertEquals(forking("/run/x1.pid", 30), read.process("x:x_01").role().forking());
        Reading.toml(text + "pidfile = '/run/x.pid'\n").refused("pidfile", "into one file", "%(process_num)d");
    }

    @Test
    void oneWithoutTheOtherIsRefused() {
        Reading.ini("[program:x]\ncommand=/bin/cat\ntype=forking\n")
                .refused("type", "without a pidfile", "write pidfile");
        Reading.ini("[program:x]\ncommand=/bin/cat\npidfile=/run/x.pid\n")
                .refused("pidfile", "for a program that forks", "type = forking");
    }
}
