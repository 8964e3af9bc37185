package dev.supervisord.output;

import dev.supervisord.os.Clock;
import dev.supervisord.os.Datagrams;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.PipeKeeper;
import dev.supervisord.os.Priority;

/**
 * What the output side needs of the operating system.
 *
 * @param keeper gives out the pipes that programs write to
 */
public record OutputSystem(
        Descriptors descriptors, Clock clock, PipeKeeper keeper, Datagrams datagrams, Priority priority) {}
