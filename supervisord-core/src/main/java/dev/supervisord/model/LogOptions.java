package dev.supervisord.model;

/**
 * How a stream is stored, beyond where and how much of it.
 *
 * @param format what a stored line looks like ({@code log_format})
 * @param onError what becomes of bytes while their file cannot be written ({@code log_on_error})
 * @param syslog each line also goes to the machine's system log ({@code *_syslog})
 * @param archive when a file is rotated besides its size, and what becomes of it then
 */
public record LogOptions(LogFormat format, OnError onError, boolean syslog, Archive archive) {
    /** As without any of the keys. */
    public static final LogOptions DEFAULT = new LogOptions(LogFormat.RAW, OnError.BLOCK, false, Archive.DEFAULT);

    /** What becomes of bytes while their file cannot be written. */
    public enum OnError {
        /** They wait in the pipe; the program waits when it is full, and nothing is lost. */
        BLOCK,
        /** They are dropped and counted; the program never waits. */
        DROP
    }

    /** The same without the system log. */
    public LogOptions withoutSyslog() {
        return new LogOptions(format, onError, false, archive);
    }
}
