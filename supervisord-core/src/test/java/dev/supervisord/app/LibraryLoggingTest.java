package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LibraryLoggingTest {

    @AfterEach
    void restore() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void onlyBugsOfLibrariesArePrinted() throws IOException {
        new LibraryLogging();
        Logger library = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");
        assertFalse(library.isLoggable(Level.WARNING));
        assertTrue(library.isLoggable(Level.SEVERE));
        assertInstanceOf(LibraryNews.class, new ConsoleHandler().getFilter());
    }
}
