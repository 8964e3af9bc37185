package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.OsException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log files that are open, so that all streams that go to one file share one writer, by whatever name they call it.
 *
 * <p>Owned by the output thread.
 */
final class LogFiles {
    private final Log log;
    private final List<LogFile> open = new ArrayList<>();

    LogFiles(Log log) {
        this.log = log;
    }

    /**
     * Adds a user to a file.
     *
     * @return the writer to use: this one, or the one that has the file already; then this one is closed
     */
    LogFile join(LogFile fresh, Limits limits) {
        for (LogFile known : open) {
            if (known == fresh || known.isSame(fresh)) {
                if (known != fresh) {
                    fresh.discard();
                }
                known.join(limits);
                return known;
            }
        }
        open.add(fresh);
        fresh.join(limits);
        return fresh;
    }

    /** One user less. */
    void leave(LogFile file) {
        if (file.leave()) {
            open.remove(file);
        }
    }

    /** Opens all files by name again where the name leads elsewhere by now. */
    void reopen() {
        for (LogFile file : open) {
            try {
                file.openIfReplaced();
            } catch (OsException e) {
                log.error("cannot open " + file.path() + " again: " + e.reason()
                        + "; check its directory, it is tried again with the next output");
                file.lookSoon();
            }
        }
    }
}
