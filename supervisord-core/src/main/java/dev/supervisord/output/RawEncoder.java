package dev.supervisord.output;

import java.nio.charset.StandardCharsets;

/** Bytes as they are. */
final class RawEncoder implements Encoder {

    @Override
    public void encode(Line line, byte[] bytes, int from, int to, Bytes out) {
        out.put(bytes, from, to);
        if (!line.partial()) {
            out.put('\n');
        }
    }

    @Override
    public void encode(Line line, Gap gap, Bytes out) {
        out.put(gap.remark(line.stream()).getBytes(StandardCharsets.UTF_8)).put('\n');
    }

    @Override
    public boolean takesPieces() {
        return true;
    }
}
