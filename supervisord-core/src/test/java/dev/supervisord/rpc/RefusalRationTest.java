package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalRationTest {

    private final RefusalRation ration = new RefusalRation();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private int take(Object account, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += ration.take(account, now) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void manyAreWrittenAtOnceAndThenOneInASecond() {
        assertEquals(1000, take("a", 5000));
        now = now.plusSeconds(10);
        assertEquals(10, take("a", 5000));
        now = now.plusMillis(500);
        assertEquals(0, take("a", 10));
        now = now.plusMillis(500);
        assertEquals(1, take("a", 10));
    }

    @Test
    void oneTakesNothingFromAnother() {
        take("a", 5000);
        assertEquals(1000, take(1000, 5000));
    }

    @Test
    void manyAddressesHaveTogetherAsMuchAsFour() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            taken += take("10.0.0." + i, 1);
        }
        assertEquals(4000, taken);
    }
}
