package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.util.function.Consumer;

/**
 * What every {@link LogFile} works with.
 *
 * @param closeElsewhere closes a descriptor on another thread: the last close of a large removed file takes milliseconds
 */
record FileTools(Descriptors descriptors, Log log, LookAhead lookAhead, Consumer<Fd> closeElsewhere) {}
