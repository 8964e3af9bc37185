package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code check} and {@code show-config}: configuration without running anything. */
class ConfigCommandsIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void checkOfAValidFileRunsNothing() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [program.web]
                command = "/bin/sh -c 'touch {dir}/ran'"
                """);
        sandbox.supervisord("check", config.toString()).exits(0);
        sandbox.supervisord("-c", config.toString(), "check").exits(0);
        assertFalse(Files.exists(sandbox.dir().resolve("ran")));
        assertFalse(Files.exists(sandbox.dir().resolve("supervisord.log")));
    }

    @Test
    void shownConfigurationHasEveryDefaultAndIsItselfValid() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [program.web]
                command = "/bin/cat"
                numprocs = 2
                port = {port}
                """);
        Output shown = sandbox.supervisord("-c", config.toString(), "show-config")
                .exits(0)
                .mentions("stopwaitsecs", "startretries", "autorestart", Integer.toString(sandbox.port()));
        Path again = sandbox.write("shown.toml", shown.out());
        assertEquals(
                shown.out(),
                sandbox.supervisord("-c", again.toString(), "show-config")
                        .exits(0)
                        .out());
    }

    @Test
    void tutorialsConfigurationIsReadWithAdvice() throws IOException, InterruptedException {
        Path config = sandbox.ini("""
                [program:gmBlog]
                command=/bin/cat
                directory={dir}
                autostart=true
                aurorestart=true
                stdout_logfile={dir}/%(program_name)-stdout.log
                """);
        sandbox.supervisord("check", config.toString()).mentions("aurorestart", "autorestart", "%(program_name)s");
    }
}
