package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout for tests of the launchers alone: the real scripts, empty jars, a Maven that only notes that it was called and a Java
 * that prints its arguments, one a line.
 */
final class FakeCheckout {

    private static final String SOURCE = "supervisord-core/src/main/java/dev/supervisord/app/Main.java";

    private final Sandbox sandbox;
    private final Path top;

    private FakeCheckout(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.top = sandbox.dir().resolve("check out");
    }

    /** Nothing is built in it yet, and its Java says that it is this version. */
    static FakeCheckout unbuilt(Sandbox sandbox, String javaVersion) throws IOException {
        FakeCheckout checkout = new FakeCheckout(sandbox);
        checkout.write("pom.xml", "");
        checkout.write(SOURCE, "");
        checkout.write("proto/pom.xml", "");
        checkout.write("supervisord-core/pom.xml", "");
        checkout.touch(SOURCE, Duration.ofHours(-1));
        try (Stream<Path> scripts = Files.walk(App.CHECKOUT.resolve("bin"))) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Path copy = checkout.top.resolve(App.CHECKOUT.relativize(script).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(script, copy);
            }
        }
        checkout.program("java/bin/java", "printf '%s\\n' \"$@\"");
        checkout.program("java/bin/javac", "exit 1");
        checkout.write(
                "java/release",
                "JAVA_RUNTIME_VERSION=\"" + javaVersion + "+1\"\nJAVA_VERSION=\"" + javaVersion + "\"\n");
        checkout.program(
                "tools/mvn",
                "cd \"$(dirname \"$0\")/..\" && echo built >>builds && mkdir -p target/app/daemon/lib target/app/ctl/lib"
                        + " && echo jar >target/app/daemon/supervisord.jar && echo jar >target/app/ctl/supervisorctl.jar");
        return checkout;
    }

    Output supervisord() throws IOException, InterruptedException {
        return run("supervisord");
    }

    Output ctl() throws IOException, InterruptedException {
        return run("ctl");
    }

    private Output run(String script) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SUPERVISORD_HOME", "");
        environment.put("SUPERVISORD_JAVA_HOME", top.resolve("java").toString());
        environment.put("JAVA_HOME", top.resolve("java").toString());
        environment.put("PATH", top.resolve("tools") + ":/usr/sbin:/usr/bin:/sbin:/bin");
        return sandbox.start(environment, top.resolve("bin/" + script).toString(), "some word")
                .await();
    }

    /** How often Maven was called. */
    int builds() throws IOException {
        Path builds = top.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** Puts a file that looks like a start-up archive of these jars where the launchers look for it. */
    Path archive(String name, String javaVersion) throws IOException {
        write("target/app/build-id", "0123456789abcdef\n");
        return write("target/app/cache/0123456789abcdef-" + javaVersion + "+1/" + name, "archive");
    }

    /** Makes a file look as if it was written then, counted from now. */
    Path path(String file) {
        return top.resolve(file);
    }

    void touch(String file, Duration then) throws IOException {
        Files.setLastModifiedTime(top.resolve(file), FileTime.from(Instant.now().plus(then)));
    }

    void changeSource() throws IOException {
        touch(SOURCE, Duration.ofSeconds(1));
    }

    /** Writes an executable shell script. */
    void program(String name, String script) throws IOException {
        Path file = write(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = top.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
