package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the launchers build, and when they use which start-up archive; with a Maven and a Java that only take notes. */
class LauncherBuildIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void firstUseBuildsOnce() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "17.0.1");
        checkout.ctl().exits(0).mentions("building", "-jar", "supervisorctl.jar", "some word");
        checkout.ctl().exits(0);
        checkout.supervisord().exits(0).mentions("supervisord.jar", "some word");
        assertEquals(1, checkout.builds());
    }

    @Test
    void daemonIsBuiltAgainWhenItsSourceHasChanged() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "17.0.1");
        checkout.supervisord();
        checkout.changeSource();
        checkout.ctl();
        assertEquals(1, checkout.builds(), "a client is not to wait for a build");
        checkout.supervisord();
        assertEquals(2, checkout.builds());
    }

    @Test
    void aRunningDaemonKeepsTheJarItRunsFrom() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "17.0.1");
        checkout.supervisord();
        Path jar = checkout.path("target/app/daemon/supervisord.jar");
        Files.writeString(jar, "classes");
        try (InputStream running = Files.newInputStream(jar)) {
            checkout.changeSource();
            checkout.supervisord().exits(0);
            assertEquals(2, checkout.builds());
            assertEquals("classes", new String(running.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void failedBuildIsShown() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "17.0.1");
        checkout.program("tools/mvn", "echo 'COMPILATION ERROR: ; expected'; exit 1");
        checkout.supervisord().exits(1).prints().mentions("COMPILATION ERROR: ; expected", "cannot build");
    }

    @Test
    void whatIsMissingOfflineIsFetched() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "17.0.1");
        checkout.program(
                "tools/mvn",
                "[ \"$1\" != -o ] || { echo 'Cannot access central in offline mode'; exit 1; }\n"
                        + "cd \"$(dirname \"$0\")/..\" && mkdir -p target/app/ctl && : >target/app/ctl/supervisorctl.jar");
        checkout.ctl().exits(0).mentions("fetching");
    }

    @Test
    void archiveOfTheseJarsIsUsed() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "25.0.1");
        checkout.ctl();
        Path archive = checkout.archive("ctl.aot", "25.0.1");
        checkout.ctl().mentions("-XX:AOTCache=" + archive);
    }

    @Test
    void olderJavaHasAnArchiveOfAnotherKind() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "21.0.1");
        checkout.ctl();
        Path archive = checkout.archive("ctl.jsa", "21.0.1");
        checkout.ctl().mentions("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void archiveOlderThanAJarIsNeverUsed() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "25.0.1");
        checkout.ctl();
        Path archive = checkout.archive("ctl.aot", "25.0.1");
        checkout.touch("target/app/ctl/supervisorctl.jar", Duration.ofSeconds(1));
        Output output = checkout.ctl().exits(0);
        assertFalse(output.out().contains(archive.toString()), output::toString);
    }

    @Test
    void archiveThatCannotBeMadeIsDoneWithout() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "25.0.1");
        Output first = checkout.ctl().exits(0);
        assertTrue(first.err().contains("preparing"), first::toString);
        Output second = checkout.ctl().exits(0);
        assertFalse(second.err().contains("preparing"), second::toString);
        assertFalse(second.out().contains("AOTCache"), second::toString);
    }

    @Test
    void javaBefore17IsRefused() throws IOException, InterruptedException {
        FakeCheckout checkout = FakeCheckout.unbuilt(sandbox, "11.0.20");
        checkout.ctl().exits(1).mentions("no Java 17 or newer");
    }
}
