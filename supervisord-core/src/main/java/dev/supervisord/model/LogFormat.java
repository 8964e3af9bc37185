package dev.supervisord.model;

/** What a stored line looks like ({@code log_format}). */
public enum LogFormat {
    /** Byte for byte as it was written. */
    RAW,
    /** With the time before each line, {@code 2026-11-21T16:51:45.123Z text}. */
    TIMESTAMPS,
    /** One JSON object for each line. */
    JSON
}
