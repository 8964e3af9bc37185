package dev.supervisord.ctl;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The terminal taken over for a picture that changes, with keys read as they are typed. It is given back as it was at
 * {@link #close}, and by Ctrl-C as well.
 *
 * <p>Where keys cannot be read, the picture is shown all the same, and left by Ctrl-C. One thread uses it.
 */
final class FullScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String ERASE_REST_OF_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final Console console;
    private final @Nullable RawKeys keys;
    private boolean closed;

    FullScreen(Session session) {
        this.console = session.console();
        this.keys = RawKeys.passing().orElse(null);
        session.terminal().endsWellOnInterrupt(this::close);
        console.print(ENTER);
        console.flush();
    }

    /** Waits up to 200 ms for a key; false when none was typed. */
    boolean typed(IntPredicate key) throws InterruptedException {
        int typed = RawKeys.NONE;
        try {
            if (keys == null) {
                TimeUnit.MILLISECONDS.sleep(200);
            } else {
                typed = keys.read();
            }
        } catch (IOException gone) {
            return key.test('q'); // without its terminal there is nobody to show anything to
        }
        return typed != RawKeys.NONE && key.test(typed);
    }

    /** Shows these lines, as far as there is room for them. */
    void show(List<String> lines) {
        String[] size = RawKeys.size().split(" ");
        int rows = number(size, 0, ROWS);
        int columns = number(size, 1, COLUMNS);
        StringBuilder picture = new StringBuilder(HOME);
        for (int i = 0; i < Math.min(lines.size(), rows - 1); i++) {
            picture.append(cut(lines.get(i), columns))
                    .append(ERASE_REST_OF_LINE)
                    .append("\r\n");
        }
        console.print(picture.append(ERASE_BELOW).toString());
        console.flush();
    }

    private static String cut(String line, int columns) {
        return line.codePointCount(0, line.length()) <= columns
                ? line
                : line.substring(0, line.offsetByCodePoints(0, columns));
    }

    private static int number(String[] words, int at, int otherwise) {
        try {
            int number = at < words.length ? Integer.parseInt(words[at]) : 0;
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (keys != null) {
                keys.close();
            }
            console.print(LEAVE);
            console.flush();
        }
    }
}
