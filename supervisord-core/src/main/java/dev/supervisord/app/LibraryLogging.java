package dev.supervisord.app;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All of {@code java.util.logging}, which only the libraries use: bugs of theirs go to standard error, and nothing else, because
 * a client that leaves while it is being told something is an every-day event and no news of 25 lines. Made by
 * {@link LogManager}, whose property {@link #PROPERTY} names it. Any thread may call.
 *
 * <p>A manager of its own, because that of Java reads its configuration as a text, for which a JVM that has just started needs 15 ms:
 * the library that all calls of the C library go through logs, so every start waits for it.
 */
public final class LibraryLogging extends LogManager {
    static final String PROPERTY = "java.util.logging.manager";

    private static final Map<String, String> SETTINGS = Map.of(
            "handlers",
            ConsoleHandler.class.getName(),
            ConsoleHandler.class.getName() + ".filter",
            LibraryNews.class.getName());

    private static final String ROOT = "";

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    @Override
    public void readConfiguration() {
        // It is in this class.
    }

    @Override
    public @Nullable String getProperty(String name) {
        return SETTINGS.get(name);
    }

    @Override
    public boolean addLogger(Logger logger) {
        if (loggers.putIfAbsent(logger.getName(), logger) != null) {
            return false;
        }
        logger.setLevel(Level.SEVERE);
        Logger root = loggers.get(ROOT);
        if (root != null && root != logger) {
            logger.setParent(root); // which has the handler
        }
        return true;
    }

    @Override
    public @Nullable Logger getLogger(String name) {
        return loggers.get(name);
    }

    @Override
    public Enumeration<String> getLoggerNames() {
        return Collections.enumeration(loggers.keySet());
    }
}
