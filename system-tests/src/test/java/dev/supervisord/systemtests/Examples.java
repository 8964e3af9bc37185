package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The files in {@code conf.d-examples}, and copies of them on ports of a test's own. */
final class Examples {

    static final Path DIRECTORY = App.CHECKOUT.resolve("conf.d-examples");

    private Examples() {}

    /** A daemon's configuration that includes a copy of one example, moved from its port to the test's. */
    static Path copy(Sandbox sandbox, String example, int port) throws IOException {
        Path directory = sandbox.dir().resolve("examples");
        Files.createDirectories(directory.resolve("apps"));
        for (Path app : files(DIRECTORY.resolve("apps"))) {
            Files.copy(app, directory.resolve("apps").resolve(app.getFileName().toString()));
        }
        String text = Files.readString(DIRECTORY.resolve(example))
                .replace("port = " + port, "port = " + sandbox.port())
                .replace("127.0.0.1:" + port, "127.0.0.1:" + sandbox.port())
                .replace(port / 100 + "%(process_num)02d", sandbox.port() / 100 + "%(process_num)02d");
        sandbox.write("examples/" + example, text);
        Path config = sandbox.toml("[include]\nfiles = [\"" + example + "\"]\n");
        return Files.move(config, directory.resolve("supervisord.toml"));
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Skips the test where the program of an example is not installed. */
    static void needs(String program, String debianPackage) {
        boolean found = Stream.of(App.environment().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        Assumptions.assumeTrue(found, () -> program + " is not installed: apt-get install " + debianPackage);
    }
}
