package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page says what the code does; {@code -Dupdate=docs} writes it anew. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md");

    @Test
    void thePageIsWhatTheKeysSay() throws IOException {
        String page = ConfigurationPage.render();
        if (System.getProperty("update", "").equals("docs")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "run the tests with -Dupdate=docs");
    }
}
