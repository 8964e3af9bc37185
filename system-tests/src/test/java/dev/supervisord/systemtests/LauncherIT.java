package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scripts in {@code bin}. */
class LauncherIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void launcherIsFoundThroughSymbolicLinks() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(sandbox.dir().resolve("ctl"), Path.of(App.ctl()));
        Path linkToLink = Files.createSymbolicLink(sandbox.dir().resolve("short"), link);
        sandbox.run(linkToLink.toString(), "--version").exits(0);
    }

    @Test
    void launchedProgramsSeeTheEnvironmentThatTheDaemonWasGiven() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [program.witness]
                command = ["python3", "-E", "{children}/shows-its-environment.py", "{dir}/environment"]
                startsecs = 0
                """);
        Map<String, String> given = Map.of("LC_ALL", "C", "LC_CTYPE", "C", "GIVEN", "käse");
        sandbox.daemonOn(config, given);
        Path shown = sandbox.dir().resolve("environment");
        eventually(() -> assertTrue(Files.exists(shown)));
        Map<String, String> expected = App.environment();
        expected.putAll(given);
        Map<String, String> seen = new TreeMap<>();
        for (String line : Files.readAllLines(shown)) {
            seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        seen.keySet().removeIf(name -> name.startsWith("SUPERVISOR_") || name.equals("SYSTEM_TEST"));
        assertTrue(seen.remove("SUPERVISORD_RUN") != null, "the mark of the run");
        assertEquals(expected, seen);
    }

    @Test
    void namesWithOtherLettersWorkInEveryLocale() throws IOException, InterruptedException {
        Path config = Files.move(sandbox.toml("""
                        [program."größe"]
                        command = ["/bin/echo", "süß"]
                        startsecs = 0
                        autorestart = false
                        stdout_logfile = "{dir}/größe.log"
                        """), sandbox.dir().resolve("größe.toml"));
        for (String locale : List.of("C", "de_DE.UTF-8", "")) {
            Map<String, String> environment = Map.of("LC_ALL", locale, "LANG", "C");
            sandbox.start(environment, App.supervisord(), "check", config.toString())
                    .await()
                    .exits(0);
        }
        sandbox.daemonOn(config, Map.of("LC_ALL", "C"));
        eventually(() -> assertEquals("süß\n", Files.readString(sandbox.dir().resolve("größe.log"))));
        eventually(() -> sandbox.start(Map.of("LC_ALL", "C"), App.ctl(), "-c", config.toString(), "status")
                .await()
                .mentions("größe", "EXITED"));
    }

    @Test
    void javaThatIsNotThereIsNamed() throws IOException, InterruptedException {
        sandbox.start(Map.of("SUPERVISORD_JAVA_HOME", "/no/java"), App.ctl(), "--version")
                .await()
                .exits(1)
                .prints()
                .mentions("SUPERVISORD_JAVA_HOME=/no/java");
    }

    @Test
    void javaThatThePackageBroughtComesBeforeAllOthers() throws IOException, InterruptedException {
        sandbox.write("app/ctl/supervisorctl.jar", "");
        sandbox.write("app/jre/release", "JAVA_VERSION=\"17.0.1\"\n");
        Path java = sandbox.write("app/jre/bin/java", "#!/bin/sh\necho the one inside\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment =
                Map.of("SUPERVISORD_HOME", sandbox.dir().resolve("app").toString(), "SUPERVISORD_JAVA_HOME", "");
        sandbox.start(environment, App.ctl(), "--version").await().exits(0).prints("the one inside");
    }

    @Test
    void jarsThatAreNotThereAreNamed() throws IOException, InterruptedException {
        sandbox.start(Map.of("SUPERVISORD_HOME", "/no/app"), App.ctl(), "--version")
                .await()
                .exits(1)
                .prints()
                .mentions("/no/app/ctl/supervisorctl.jar", "SUPERVISORD_HOME");
    }

    @Test
    void damagedArchiveDoesNotSpoilTheOutput() throws IOException, InterruptedException {
        Path app = Path.of(App.environment().getOrDefault("SUPERVISORD_HOME", ""));
        Path damaged = Files.createDirectories(sandbox.dir().resolve("app"));
        for (String part : List.of("daemon", "ctl")) {
            Files.createSymbolicLink(damaged.resolve(part), app.resolve(part));
        }
        Files.writeString(damaged.resolve("build-id"), "0123456789abcdef\n");
        for (Path archive : archives(damaged)) {
            Files.createDirectories(archive.getParent());
            Files.writeString(archive, "this is no archive");
        }
        String version = sandbox.ctl("--version").out();
        sandbox.start(Map.of("SUPERVISORD_HOME", damaged.toString()), App.ctl(), "--version")
                .await()
                .exits(0)
                .prints(version.strip());
        sandbox.start(Map.of("SUPERVISORD_HOME", damaged.toString()), App.supervisord(), "--version")
                .await()
                .exits(0)
                .prints("supervisord " + version.strip());
    }

    /** Where the launchers would look for archives, for every Java that they may choose. */
    private static List<Path> archives(Path app) throws IOException, InterruptedException {
        List<Path> archives = new ArrayList<>();
        List<Path> homes = new ArrayList<>();
        Path usual = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(usual)) {
            homes.addAll(List.of(Objects.requireNonNull(usual.toFile().listFiles())).stream()
                    .map(File::toPath)
                    .toList());
        }
        for (String variable : List.of("JAVA_HOME", "SUPERVISORD_JAVA_HOME")) {
            homes.add(Path.of(App.environment().getOrDefault(variable, "/nonexistent")));
        }
        for (Path home : homes) {
            Path release = home.resolve("release");
            if (Files.isReadable(release)) {
                for (String line : Files.readAllLines(release)) {
                    if (line.startsWith("JAVA_RUNTIME_VERSION=")) {
                        String version = line.replaceFirst(".*=\"(.*)\"", "$1");
                        Path directory = app.resolve("cache/0123456789abcdef-" + version);
                        archives.add(directory.resolve("ctl.jsa"));
                        archives.add(directory.resolve("ctl.aot"));
                        archives.add(directory.resolve("daemon.jsa"));
                        archives.add(directory.resolve("daemon.aot"));
                    }
                }
            }
        }
        return archives;
    }
}
