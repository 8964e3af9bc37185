package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that can be followed, whoever writes it. */
interface ReadableLog {

    /** The live file. */
    Path path();

    /** What is known of its files. Changed by one thread; readers walk along its segments. */
    History history();

    /** The names of its files at present. */
    Rotation rotation();

    /** How many read along. */
    AtomicInteger readers();
}
