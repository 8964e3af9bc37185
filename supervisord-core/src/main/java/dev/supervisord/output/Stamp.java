package dev.supervisord.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as RFC 3339 writes them, in UTC and to the millisecond. Fast for moments of the same second; used by one thread. */
final class Stamp {
    /** Of its own, because it takes longer to make than all the rest of a stream, and most daemons do not need it. */
    private static final class Form {
        static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.'000Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    private static final int MILLIS_AT = 20;

    private byte[] text = {};
    private long second = Long.MIN_VALUE;

    /** The text; valid until the next call. */
    byte[] of(long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        if (seconds != second) {
            text = Form.SECOND.format(Instant.ofEpochSecond(seconds)).getBytes(StandardCharsets.US_ASCII);
            second = seconds;
        }
        int rest = (int) Math.floorMod(millis, 1000L);
        text[MILLIS_AT] = (byte) ('0' + rest / 100);
        text[MILLIS_AT + 1] = (byte) ('0' + rest / 10 % 10);
        text[MILLIS_AT + 2] = (byte) ('0' + rest % 10);
        return text;
    }
}
