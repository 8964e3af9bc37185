package dev.supervisord.output;

/** Somewhere lines of processes go besides their log files. */
interface Sink {

    /**
     * A line, or a part of a long one, without its line feed.
     *
     * @param text as the process wrote it; not to be changed afterwards
     * @param millis when it was stored, since the epoch
     */
    record Line(StreamKey stream, long millis, String text) {}

    /**
     * Takes a line or refuses it, and never waits. Called by the output thread.
     *
     * @return whether it was taken
     */
    boolean offer(Line line);
}
