package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ansible's module {@code community.general.supervisorctl}, which reads what {@code supervisorctl} prints, word by word. */
class AnsibleIT {

    /** Ansible starts a Python and the client, several times for each step. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String PROGRAMS = """
            [program.web]
            command = "sh {children}/takes-usr1.sh {dir}/usr1"
            numprocs = 2
            autostart = false

            [program.fails]
            command = "/bin/false"
            autostart = false
            startsecs = 60
            startretries = 0
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void playbookReachesEachStateOnceAndFailsWhereItCannot() throws IOException, InterruptedException {
        Examples.needs("ansible-playbook", "ansible");
        TestDaemon daemon = sandbox.daemon(PROGRAMS);
        Path config = sandbox.toml(PROGRAMS + "[program.late]\ncommand = '/bin/cat'\n");
        Path home = Files.createDirectory(sandbox.dir().resolve("home"));
        Map<String, String> environment = Map.of(
                "HOME", home.toString(), "ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3", "ANSIBLE_PIPELINING", "1");
        sandbox.start(
                        environment,
                        "ansible-playbook",
                        "--inventory=localhost,",
                        "--connection=local",
                        "--extra-vars=config=" + config + " client=" + App.CHECKOUT.resolve("bin/supervisorctl"),
                        Path.of("target/test-classes/ansible/states.yml")
                                .toAbsolutePath()
                                .toString())
                .await(PATIENCE)
                .exits(0);
        eventually(() -> assertEquals("usr1\n", Files.readString(sandbox.dir().resolve("usr1"))));
        daemon.ctl("status", "web:web_01").exits(0);
    }
}
