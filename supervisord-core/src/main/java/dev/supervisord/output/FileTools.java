package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Consumer;

/**
 * What every {@link LogFile} works with.
 *
 * @param compress told of a log that has parts to compress
 * @param closeElsewhere closes a descriptor on another thread: the last close of a large removed file takes milliseconds
 */
record FileTools(
        Descriptors descriptors,
        Clock clock,
        Log log,
        LookAhead lookAhead,
        Consumer<Fd> closeElsewhere,
        Consumer<LogFile> compress) {

    /** What local clocks show. */
    LocalDateTime wall() {
        return LocalDateTime.ofInstant(clock.wall(), ZoneId.systemDefault());
    }
}
