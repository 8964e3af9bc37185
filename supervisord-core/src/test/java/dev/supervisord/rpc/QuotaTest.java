package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuotaTest {

    private final Quota quota = new Quota(16, 4);

    private int takeAll(int uid) {
        int taken = 0;
        while (quota.take(uid)) {
            taken++;
        }
        return taken;
    }

    @Test
    void eachUserHasALimit() {
        assertEquals(4, takeAll(1000));
        assertEquals(4, takeAll(1001));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        takeAll(1000);
        quota.giveBack(1000);
        assertTrue(quota.take(1000));
        assertFalse(quota.take(1000));
    }

    @Test
    void rootHasOnlyTheLimitOfAll() {
        assertEquals(16, takeAll(0));
        assertFalse(quota.take(1000));
    }

    @Test
    void theLastEighthIsLeftToRoot() {
        int others = 0;
        for (int uid = 1000; uid < 1010; uid++) {
            others += takeAll(uid);
        }
        assertEquals(14, others);
        assertEquals(2, takeAll(0));
    }

    @Test
    void givingBackWhatWasNotTakenIsABug() {
        assertThrows(IllegalStateException.class, () -> quota.giveBack(1000));
        quota.take(1000);
        quota.giveBack(1000);
        assertThrows(IllegalStateException.class, () -> quota.giveBack(1000));
        assertEquals(0, quota.total());
    }

    @Test
    void theLastOneThatFitsMayBeAsLargeAsItIs() {
        assertTrue(quota.take(1000, 3));
        assertTrue(quota.take(1000, 10));
        assertFalse(quota.take(1000, 1));
        assertEquals(13, quota.total());
        quota.giveBack(1000, 13);
        assertTrue(quota.hasRoom(1000));
    }
}
