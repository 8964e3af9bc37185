package dev.supervisord.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Configures {@code java.util.logging}, which only the libraries use: bugs of theirs go to standard error, and nothing else, because
 * a client that leaves while it is being told something is an every-day event and no news of 25 lines. Made by
 * {@link LogManager}, whose property {@link #PROPERTY} names it.
 */
public final class LibraryLogging {
    static final String PROPERTY = "java.util.logging.config.class";

    private static final String CONFIGURATION = """
            .level = SEVERE
            handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.filter = dev.supervisord.app.LibraryNews
            """;

    public LibraryLogging() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
