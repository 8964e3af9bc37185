package dev.supervisord.rpc;

import java.time.Duration;

/**
 * How much the clients of the control socket may take, so that none of them, whatever it sends or leaves unsent, keeps the
 * daemon from its work or from its other clients. {@code docs/architecture.md} has the table.
 *
 * <p>No limit ends a call that is in order: a {@code tail -f}, an attached terminal or a waiting {@code start} may last for years.
 *
 * @param connections that have shown that they speak HTTP/2
 * @param connectionsPerUser of these, for each user but root
 * @param strangers connections that have not shown it yet; the oldest goes when one more comes
 * @param introduction how long a stranger has to send the 24 bytes that every HTTP/2 client begins with
 * @param idle how long a connection without an open call is kept
 * @param calls open calls
 * @param callsPerUser of these, for each user but root
 * @param logReaders open calls that read a log, each of which holds a buffer
 * @param inputWriters open calls that write to the input of a process, each of which holds a request
 * @param inputIdle how long one that only writes may send nothing
 * @param request how long a call may take to send its first request, once begun
 */
record Limits(
        int connections,
        int connectionsPerUser,
        int strangers,
        Duration introduction,
        Duration idle,
        int calls,
        int callsPerUser,
        int logReaders,
        int inputWriters,
        Duration inputIdle,
        Duration request) {

    /** What the daemon uses. */
    static final Limits STANDARD = new Limits(
            512,
            128,
            128,
            Duration.ofSeconds(3),
            Duration.ofMinutes(5),
            2048,
            1024,
            128,
            64,
            Duration.ofMinutes(5),
            Duration.ofSeconds(10));

    /** The same with a TLS handshake before it, between machines that are busy or far away. */
    static final Duration INTRODUCTION_BY_TLS = Duration.ofSeconds(10);

    /** A request larger than this is refused; the names of all processes of a large host fit several times. */
    static final int REQUEST_BYTES_MAX = 256 << 10;

    /** Patterns among the selectors of one request, and the characters of each; see {@link SelectorGuard}. */
    static final int PATTERNS_MAX = 100;

    static final int PATTERN_CHARS_MAX = 255;

    /** Bytes of answers that clients have not taken yet, of all and of each user but root; the heap has four times as many. */
    static final int UNREAD_BYTES_MAX = 16 << 20;

    static final int UNREAD_BYTES_PER_USER = 8 << 20;

    /** Bytes of requests that are arriving or being worked on, of all and of each user but root. */
    static final int ARRIVED_BYTES_MAX = 8 << 20;

    static final int ARRIVED_BYTES_PER_USER = 4 << 20;

    /** A stream of answers goes on when so few bytes are left of what was sent. */
    static final int UNREAD_STREAM_BYTES = 4 << 10;

    /** Frames on a connection that say nothing, see {@link FrameWatch}, in {@link #RESETS_SECONDS}. */
    static final int IDLE_FRAMES_MAX = 500;

    /** What a connection remembers of headers that were answered, however much its client offers (RFC 7541 §4.2: the default). */
    static final int HEADER_TABLE_BYTES = 4 << 10;

    static final int METADATA_BYTES_MAX = 8 << 10;
    static final int CALLS_PER_CONNECTION_MAX = 100;

    /** What a client may send ahead of our reading, per call and per connection. */
    static final int WINDOW_BYTES = 64 << 10;

    /** Cancelling more calls than this in {@link #RESETS_SECONDS} is an attack (CVE-2023-44487) and ends the connection. */
    static final int RESETS_MAX = 200;

    static final int RESETS_SECONDS = 30;

    /** Pinging more often than this, but for a few times, ends the connection. */
    static final Duration PING_PERIOD_MIN = Duration.ofSeconds(10);
}
