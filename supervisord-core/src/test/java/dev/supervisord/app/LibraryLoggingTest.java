package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LibraryLoggingTest {

    private static final class Library extends Logger {
        Library(String name) {
            super(name, null);
        }
    }

    private final LibraryLogging logging = new LibraryLogging();

    @Test
    void onlyBugsOfLibrariesAreLogged() {
        Logger library = new Library("io.grpc.netty");
        assertTrue(logging.addLogger(library));
        assertFalse(library.isLoggable(Level.WARNING));
        assertTrue(library.isLoggable(Level.SEVERE));
    }

    @Test
    void theHandlerOfTheRootSelectsThem() {
        Logger root = new Library("");
        logging.addLogger(root);
        Logger library = new Library("io.grpc.netty");
        logging.addLogger(library);
        assertSame(root, library.getParent());
        assertEquals("java.util.logging.ConsoleHandler", logging.getProperty("handlers"));
        assertEquals(LibraryNews.class.getName(), logging.getProperty("java.util.logging.ConsoleHandler.filter"));
    }

    @Test
    void eachNameHasOneLogger() {
        Logger first = new Library("io.grpc.netty");
        assertTrue(logging.addLogger(first));
        assertFalse(logging.addLogger(new Library("io.grpc.netty")));
        assertSame(first, logging.getLogger("io.grpc.netty"));
        assertEquals(List.of("io.grpc.netty"), Collections.list(logging.getLoggerNames()));
    }
}
