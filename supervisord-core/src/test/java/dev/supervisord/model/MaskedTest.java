package dev.supervisord.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedTest {

    @Test
    void namesAreShownAndValuesAreNot() {
        assertEquals(
                "{PASSWORD=…, USER=…}",
                Masked.variables(Map.of("USER", "a", "PASSWORD", "hunter2")).toString());
        assertEquals("PASSWORD=…", Masked.variable("PASSWORD"));
    }
}
