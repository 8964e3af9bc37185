package dev.supervisord.output;

import dev.supervisord.model.ProcessName;

/** One of the two streams of one process. */
public record StreamKey(ProcessName process, Outputs.Channel channel) {

    /** The configuration key that says where the stream goes, {@code stdout_logfile}. */
    String option() {
        return channel.word() + "_logfile";
    }

    @Override
    public String toString() {
        return channel.word() + " of " + process;
    }
}
