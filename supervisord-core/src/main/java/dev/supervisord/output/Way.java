package dev.supervisord.output;

/**
 * How the bytes of a stream get from its pipe to its file.
 *
 * <p>Owned by the output thread. All times are monotonic nanoseconds.
 */
interface Way {

    /**
     * Moves some of what is there.
     *
     * @return by how many bytes the backlog shrank
     * @throws dev.supervisord.os.OsException when the file cannot be written; what was not stored is still there
     */
    long move(LogFile target, long now);

    /** What {@link #move} has given, as if the pipe were one of usual size: how full it was. */
    long fullness(long moved);

    /** Whether so much comes that it is cheaper to look for more than to be told. */
    boolean isFlooded();

    /**
     * Drops some of what is there, because the file cannot be written.
     *
     * @return how many bytes
     */
    long drop(Gap gap);

    /**
     * Adds a remark about what was dropped, where a line ends.
     *
     * @return whether that was possible; not so within a line of which more is to come and to be dropped
     * @throws dev.supervisord.os.OsException when the file still cannot be written
     */
    boolean tell(LogFile target, Gap gap, long now);

    /** How many bytes have left the pipe and are not stored yet. */
    long inside();

    /**
     * Stores what there is of an unfinished line, as far as it was held back: nobody will finish it.
     *
     * @return whether nothing is left
     */
    boolean finish(LogFile target, long now);
}
