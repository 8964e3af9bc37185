package dev.supervisord.output;

import java.nio.charset.StandardCharsets;

/**
 * {@code 2026-11-21T16:51:45.123Z text} for each line. What goes on with the line above, because that was too long to be stored in
 * one or had no end for the time being, has {@code +} instead of the blank.
 */
final class TimestampEncoder implements Encoder {
    private final Stamp stamp = new Stamp();

    @Override
    public void encode(Line line, byte[] bytes, int from, int to, Bytes out) {
        out.put(stamp.of(line.millis()))
                .put(line.continued() ? '+' : ' ')
                .put(bytes, from, to)
                .put('\n');
    }

    @Override
    public void encode(Line line, Gap gap, Bytes out) {
        byte[] remark = gap.remark(line.stream()).getBytes(StandardCharsets.UTF_8);
        out.put(stamp.of(line.millis())).put(' ').put(remark).put('\n');
    }

    @Override
    public boolean takesPieces() {
        return false;
    }
}
