package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameWatchTest {

    private static final int PREFACE = 24;

    private long now;
    private final FrameWatch watch = new FrameWatch(PREFACE, () -> now);

    private static ByteBuf frames(int many, int type, int flags, int length) {
        ByteBuf bytes = Unpooled.buffer();
        for (int i = 0; i < many; i++) {
            bytes.writeMedium(length)
                    .writeByte(type)
                    .writeByte(flags)
                    .writeInt(1)
                    .writeZero(length);
        }
        return bytes;
    }

    private boolean isTooMuch(ByteBuf frames) {
        boolean tooMuch = watch.isTooMuch(Unpooled.buffer().writeZero(PREFACE));
        while (frames.isReadable()) {
            // In pieces that end anywhere, as they come from a socket.
            tooMuch |= watch.isTooMuch(frames.readSlice(Math.min(7, frames.readableBytes())));
        }
        return tooMuch;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "settings, 4, 0, 6",
        "priorities, 2, 0, 5",
        "empty data, 0, 0, 0",
        "empty headers, 9, 0, 0",
        "unknown, 77, 0, 3"
    })
    void framesThatSayNothingAreCounted(String what, int type, int flags, int length) {
        assertFalse(isTooMuch(frames(Limits.IDLE_FRAMES_MAX, type, flags, length)), what);
        assertTrue(watch.isTooMuch(frames(1, type, flags, length)), what);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "acknowledged settings, 4, 1, 0",
        "data, 0, 0, 5",
        "the end of a call, 0, 1, 0",
        "headers, 1, 4, 9",
        "window, 8, 0, 4"
    })
    void whatCallsConsistOfIsNot(String what, int type, int flags, int length) {
        assertFalse(isTooMuch(frames(10_000, type, flags, length)), what);
    }

    @Test
    void aFewInALongTimeAreNoFlood() {
        for (int i = 0; i < 10; i++) {
            assertFalse(isTooMuch(i == 0 ? frames(400, 4, 0, 6) : Unpooled.EMPTY_BUFFER));
            now += TimeUnit.SECONDS.toNanos(Limits.RESETS_SECONDS) + 1;
            assertFalse(watch.isTooMuch(frames(400, 4, 0, 0)));
        }
    }
}
