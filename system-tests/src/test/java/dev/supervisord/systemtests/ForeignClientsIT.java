package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, in other languages, against the real daemon: the examples of {@code docs/grpc.md}. */
class ForeignClientsIT {

    private static final String PROGRAMS = """
            [program.web]
            command = "/bin/cat"
            numprocs = 2
            autostart = false

            [program.fails]
            command = "/bin/false"
            autostart = false
            startsecs = 60
            startretries = 0

            [program.numbered]
            command = "python3 {children}/numbered.py {dir} numbered 0"
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @ParameterizedTest
    @EnumSource
    void examplesListStartWatchAndTail(ForeignClient client) throws IOException, InterruptedException {
        Map<String, String> environment = client.prepare(sandbox);
        TestDaemon first = sandbox.daemon(PROGRAMS);
        Execution watch = client.start(sandbox, environment, "watch", "web:*");
        Execution tail = client.start(sandbox, environment, "tail", "numbered");
        eventually(() -> assertEquals("web:web_01 STOPPED -", last(watch, "web:web_01")));

        client.start(sandbox, environment, "list", "web:*", "nothing")
                .await()
                .exits(1)
                .prints("web:web_00 STOPPED -", "web:web_01 STOPPED -")
                .mentions("nothing: fits no process");
        client.start(sandbox, environment, "start", "web:*", "fails")
                .await()
                .exits(1)
                .mentions("web:web_00 STARTED", "web:web_01 STARTED", "fails SPAWN_ERROR Exited too quickly");
        client.start(sandbox, environment, "start", "web:web_01")
                .await()
                .exits(0)
                .mentions("web:web_01 ALREADY_STARTED");
        client.start(sandbox, environment, "start").await().exits(2).mentions("INVALID_ARGUMENT: selectors");
        eventually(() -> assertEquals("web:web_01 RUNNING " + first.pid("web:web_01"), last(watch, "web:web_01")));
        eventually(() -> assertTrue(tail.soFar().out().lines().count() > 1));

        // Who watches and tails goes on with the next daemon.
        first.kill();
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        second.ctl("stop", "web:web_01", "numbered").exits(0);
        eventually(() -> assertEquals("web:web_01 STOPPED -", last(watch, "web:web_01")));
        eventually(() -> assertTrue(last(tail, "numbered 1 end").endsWith("end " + numbers(tail))));
        for (Execution endless : List.of(watch, tail)) {
            endless.signal("KILL");
            assertEquals("", endless.await().err());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAttachedClientWritesReadsAndIsToldTheEnd(ForeignClient client) throws IOException, InterruptedException {
        Map<String, String> environment = client.prepare(sandbox);
        TestDaemon daemon = sandbox.daemon("""
                [program.asks]
                command = "/bin/sh -c 'read line; echo got $line; exit 3'"
                startsecs = 0
                autorestart = false
                stdout_logfile = "{dir}/asks.log"
                """);
        daemon.awaitState("asks", "RUNNING");
        sandbox.start(
                        environment,
                        "/bin/sh",
                        "-c",
                        "echo hello | " + client.command("attach") + " unix:"
                                + sandbox.dir().resolve("socket") + " asks")
                .await()
                .exits(0)
                .prints("got hello", "exited 3");
    }

    /** buf(1), which the build's checks of the proto files have brought, knows nothing of the API but what the daemon tells. */
    @Test
    void reflectionIsEnoughToAskAndToChange() throws IOException, InterruptedException {
        Path buf = App.CHECKOUT.resolve("proto/target/buf");
        assumeTrue(Files.isExecutable(buf), "proto/target/buf is missing: mvn -pl proto verify");
        sandbox.daemon(PROGRAMS);
        curl(buf, "--list-methods", "http://localhost").mentions("supervisord.v1.ProcessService/GetStatus");
        curl(buf, "--reflect-protocol=grpc-v1alpha", "--list-methods", "http://localhost")
                .mentions("supervisord.v1.LogService/Tail");
        curl(buf, "--data", "{\"selectors\": [\"web:*\"]}", "http://localhost/supervisord.v1.ProcessService/Start")
                .mentions("web:web_01", "RESULT_CODE_STARTED");
    }

    private Output curl(Path buf, String... words) throws IOException, InterruptedException {
        String[] options = {
            "curl",
            "--protocol=grpc",
            "--http2-prior-knowledge",
            "--unix-socket=" + sandbox.dir().resolve("socket")
        };
        return sandbox.run(
                        buf.toString(),
                        Stream.concat(Stream.of(options), Stream.of(words)).toArray(String[]::new))
                .exits(0);
    }

    /** The last line that begins with this. */
    private static String last(Execution execution, String beginning) throws IOException {
        return execution
                .soFar()
                .out()
                .lines()
                .filter(line -> line.startsWith(beginning + " "))
                .reduce((before, after) -> after)
                .orElse("nothing of " + beginning + " yet");
    }

    /** How many lines the program wrote, if those that arrived are all its lines from the first of them on, in order. */
    private static long numbers(Execution tail) throws IOException {
        List<String> numbers = tail.soFar()
                .out()
                .lines()
                .map(line -> line.split(" ", 4)[2])
                .takeWhile(number -> !number.equals("end"))
                .toList();
        long first = Long.parseLong(numbers.get(0));
        for (int i = 0; i < numbers.size(); i++) {
            assertEquals(Long.toString(first + i), numbers.get(i), "lost or repeated");
        }
        return first + numbers.size();
    }
}
