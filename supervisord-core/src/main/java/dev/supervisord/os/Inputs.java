package dev.supervisord.os;

/** The standard inputs of launched programs, where these are still the pipes that they were launched with. */
public interface Inputs {

    /** What came of opening one. */
    sealed interface Opening {
        record Opened(Input input) implements Opening {}

        /** @param reason completes "its standard input cannot be written to: …" */
        record Refused(String reason) implements Opening {}
    }

    /**
     * Opens the standard input of a process that cannot have been reaped yet, also of an adopted one; that closes nothing when
     * it is closed again, because the process itself holds it open. Never waits.
     */
    Opening open(Pid pid);

    /**
     * Tells the terminal that is the standard input of a process how large it is shown, which its programs learn by SIGWINCH;
     * {@code ioctl_tty(2)}. For a process that cannot have been reaped yet. Never waits.
     *
     * @return false: it has no terminal that it was launched with
     */
    boolean resize(Pid pid, int rows, int columns);

    /** An open input. Has one owner, who closes it. No method waits. */
    interface Input extends AutoCloseable {

        int GONE = -1;

        /** Writes; gives how many bytes were taken, 0 when the pipe is full, {@link #GONE} when nobody can read it any more. */
        int write(byte[] from, int offset, int length);

        /** How many bytes nobody has read yet. */
        int unread();

        @Override
        void close();
    }
}
