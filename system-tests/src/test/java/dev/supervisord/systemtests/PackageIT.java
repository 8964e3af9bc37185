package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code packaging/build} makes, from unpacking it to the last file gone. */
class PackageIT {

    /** The launchers are to find the jars and archives that came with them; to them, empty is as good as unset. */
    private static final Map<String, String> INSTALLED = Map.of("SUPERVISORD_HOME", "", "SUPERVISORD_NO_ARCHIVE", "");

    /** Packing and preparing start-up archives is work for a processor, which others may have taken. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path packages = Path.of("/nonexistent");

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        List<String> command = List.of(App.CHECKOUT.resolve("packaging/build").toString(), packages.toString());
        Execution.start(command, packages, App.environment(), packages.resolve("build"))
                .await(PATIENCE)
                .exits(0);
    }

    @Test
    void tarArchiveRunsWhereItIsUnpacked() throws IOException, InterruptedException {
        sandbox.run("tar", "-C", sandbox.dir().toString(), "-xzf", made(".tar.gz"))
                .exits(0);
        Path unpacked = onlyEntry(sandbox.dir(), "supervisord-*");
        runs(unpacked.resolve("bin"));
        // The configuration that comes with it is good where nothing is installed, and so is the first program in it.
        Path config = unpacked.resolve("etc/supervisord/supervisord.toml");
        Files.writeString(config.resolveSibling("conf.d/first.toml"), "[program.first]\ncommand = '/bin/cat'\n");
        installed(unpacked.resolve("bin/supervisord"), "-c", config.toString(), "check")
                .exits(0);
        installed(unpacked.resolve("bin/supervisord"), "-c", config.toString(), "show-config")
                .exits(0)
                .mentions("[program.first]");
    }

    @Test
    void debianPackageRunsAndIsPurgedWithoutATrace() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can install a package");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "there is no dpkg here");
        Path root = sandbox.dir().resolve("root");
        Path database = root.resolve("var/lib/dpkg");
        Files.createDirectories(database.resolve("info"));
        Files.createDirectories(database.resolve("updates"));
        Files.createFile(database.resolve("status"));
        Files.createFile(database.resolve("available"));

        dpkg(root, "--install", made(".deb"));
        assertEquals(List.of(), changedFiles(root));
        assertArchivesAreThere(root);
        runs(root.resolve("usr/bin"));

        Path logs = root.resolve("var/log/supervisord");
        Files.writeString(logs.resolve("supervisord.log"), "what a daemon leaves behind");
        Files.writeString(root.resolve("etc/supervisord/conf.d/mine.toml"), "# and an administrator");
        dpkg(root, "--purge", "supervisord");
        try (Stream<Path> left = Files.walk(root)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> !path.startsWith(database))
                            .filter(path -> !Files.isDirectory(path) || path.endsWith("supervisord"))
                            .toList());
        }
    }

    /** Runs a daemon of this copy with a process, asks its client, and ends it. */
    private void runs(Path bin) throws IOException, InterruptedException {
        Path config = sandbox.toml("[program.cat]\ncommand = '/bin/cat'\nstartsecs = 0\n");
        Execution daemon =
                sandbox.start(INSTALLED, bin.resolve("supervisord").toString(), "-n", "-c", config.toString());
        for (String client : List.of("ctl", "supervisorctl")) {
            eventually(() -> installed(bin.resolve(client), "-c", config.toString(), "status")
                    .exits(0)
                    .mentions("cat", "RUNNING"));
        }
        installed(bin.resolve("ctl"), "-c", config.toString(), "shutdown").exits(0);
        daemon.await().exits(0);
    }

    private Output installed(Path program, String... words) throws IOException, InterruptedException {
        return sandbox.start(INSTALLED, program.toString(), words).await();
    }

    /** As on a machine of its own, except that Java and the tools of the scripts are this machine's. */
    private void dpkg(Path root, String... words) throws IOException, InterruptedException {
        Stream<String> options = Stream.of(
                "--root=" + root,
                "--log=" + sandbox.dir().resolve("dpkg.log"),
                "--force-script-chrootless",
                "--force-depends");
        sandbox.start(
                        INSTALLED,
                        "dpkg",
                        Stream.concat(options, Stream.of(words)).toArray(String[]::new))
                .await(PATIENCE)
                .exits(0);
    }

    /** The files that are not as the package has them; those that this machine's dpkg was told to leave out do not count. */
    private List<String> changedFiles(Path root) throws IOException, InterruptedException {
        return sandbox.run("dpkg", "--root=" + root, "--verify", "supervisord")
                .out()
                .lines()
                .filter(line -> !line.startsWith("missing"))
                .toList();
    }

    private static void assertArchivesAreThere(Path root) throws IOException {
        Path archives = onlyEntry(root.resolve("var/cache/supervisord"), "*-*");
        for (String component : List.of("daemon", "ctl")) {
            Path archive = onlyEntry(archives, component + ".*");
            assertFalse(Files.size(archive) == 0, archive::toString);
        }
    }

    private static String made(String ending) throws IOException {
        return onlyEntry(packages, "*" + ending).toString();
    }

    private static Path onlyEntry(Path directory, String glob) throws IOException {
        try (var entries = Files.newDirectoryStream(directory, glob)) {
            List<Path> all = new ArrayList<>();
            entries.forEach(all::add);
            assertEquals(1, all.size(), () -> glob + " in " + directory + ": " + all);
            return all.get(0);
        }
    }
}
