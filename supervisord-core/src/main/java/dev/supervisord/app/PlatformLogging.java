package dev.supervisord.app;

import java.util.ResourceBundle;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What Java itself logs goes the way of {@link LibraryLogging}. Found by {@code ServiceLoader}.
 *
 * <p>Java would come to the same without it, but only after looking for one in every jar of the class path, which takes
 * a start 10 to 20 ms. With one in the first jar it looks for one more, which is why there is an empty list in the jar that comes
 * second, {@code proto}.
 */
public final class PlatformLogging extends System.LoggerFinder {

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Forwarding(name);
    }

    private record Forwarding(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.ERROR.getSeverity() && level != Level.OFF;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            tell(level, bundle, message, news -> news.setThrown(thrown));
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            tell(level, bundle, format, news -> news.setParameters(parameters));
        }

        private void tell(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, Consumer<LogRecord> completion) {
            if (isLoggable(level)) {
                LogRecord news = new LogRecord(java.util.logging.Level.SEVERE, text);
                news.setLoggerName(name);
                news.setResourceBundle(bundle);
                completion.accept(news);
                Logger.getLogger(name).log(news);
            }
        }
    }
}
