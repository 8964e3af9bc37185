package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of {@code conf.d-examples} with the app servers they are about, on ports of the test's own. */
class ExamplesIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void everyExampleIsValidAsItStands() throws IOException, InterruptedException {
        Path main = Examples.DIRECTORY.resolve("supervisord.toml");
        for (Path file : Examples.files(Examples.DIRECTORY)) {
            String name = file.getFileName().toString();
            assertTrue(file.equals(main) || Files.readString(main).contains('"' + name + '"'), name + " is included");
        }
        sandbox.supervisord("check", main.toString()).exits(0);
    }

    @Test
    void helloWorldAnswersOnThreePorts() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "hello-world.toml", 8000));
        for (int i = 0; i < 3; i++) {
            answers(daemon, "hello, world", "hello-world", i);
            daemon.awaitState("hello-world:hello-world_0" + i, "RUNNING");
        }
    }

    @Test
    void sameInSupervisorsSyntax() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "supervisor-style.conf", 8400));
        daemon.ctl("start", "hello-ini:*").exits(0);
        for (int i = 0; i < 3; i++) {
            answers(daemon, "hello, Supervisor", "hello-ini", i);
        }
    }

    @Test
    void gunicornServesAndComesBackAfterKill() throws IOException, InterruptedException {
        Examples.needs("gunicorn", "gunicorn");
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "gunicorn.toml", 8100));
        daemon.ctl("start", "gunicorn-hello").exits(0);
        for (int i = 0; i < 3; i++) {
            assertEquals("RUNNING", daemon.status().state("gunicorn-hello:gunicorn-hello_0" + i));
            workerAnswers(i, "gunicorn-hello");
        }
        long killed = daemon.pid("gunicorn-hello:gunicorn-hello_01");
        Processes.signal(killed, "KILL");
        eventually(() -> assertNotEquals(killed, pidOrZero(daemon, "gunicorn-hello:gunicorn-hello_01")));
        daemon.awaitState("gunicorn-hello:gunicorn-hello_01", "RUNNING");
        workerAnswers(1, "gunicorn-hello");
        long second = daemon.pid("gunicorn-hello:gunicorn-hello_01");
        eventually(() -> {
            String log = daemon.ctl("tail", "-100000", "gunicorn-hello:gunicorn-hello_01")
                    .exits(0)
                    .out();
            assertEquals(
                    List.of(killed, second),
                    log.lines()
                            .filter(line -> line.contains("Starting gunicorn"))
                            .map(line -> Long.valueOf(line.replaceFirst(".*\\[(\\d+)\\].*", "$1")))
                            .toList(),
                    () -> "both runs are in the log: " + log);
        });
    }

    @Test
    void uwsgiServes() throws IOException, InterruptedException {
        Examples.needs("uwsgi", "uwsgi-core and uwsgi-plugin-python3");
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "uwsgi.toml", 8200));
        daemon.ctl("start", "uwsgi-hello").exits(0).prints("uwsgi-hello: started");
        workerAnswers(0, "uwsgi-hello");
        daemon.ctl("restart", "uwsgi-hello").exits(0).prints("uwsgi-hello: stopped", "uwsgi-hello: started");
        workerAnswers(0, "uwsgi-hello");
        daemon.ctl("stop", "uwsgi-hello").exits(0);
    }

    @Test
    void javaServerServes() throws IOException, InterruptedException {
        Examples.needs("java", "openjdk-17-jdk-headless");
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "java-server.toml", 8300));
        daemon.ctl("start", "java-hello").exits(0).prints("java-hello: started");
        eventually(() -> assertEquals(
                "hello from java-hello, pid " + daemon.pid("java-hello") + "\n", Http.get(sandbox.port())));
        daemon.ctl("stop", "java-hello").exits(0).prints("java-hello: stopped");
    }

    private void answers(TestDaemon daemon, String greeting, String program, int i)
            throws IOException, InterruptedException {
        String process = program + "_0" + i;
        eventually(() -> assertEquals(
                greeting + " from " + process + ", pid " + daemon.pid(program + ":" + process) + "\n",
                Http.get(sandbox.port() + i)));
    }

    /** Behind a master, the process that answers is a worker. */
    private void workerAnswers(int i, String program) throws IOException, InterruptedException {
        eventually(() -> {
            String body = Http.get(sandbox.port() + i);
            assertTrue(body.startsWith("hello from " + program), body);
        });
    }

    private static long pidOrZero(TestDaemon daemon, String process) throws IOException, InterruptedException {
        return Long.parseLong(daemon.ctl("pid", process).out().strip());
    }
}
