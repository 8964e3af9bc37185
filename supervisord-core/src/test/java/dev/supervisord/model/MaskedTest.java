package dev.supervisord.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MaskedTest {

    @Test
    void theNameIsShownAndTheValueIsNot() {
        assertEquals("PASSWORD=…", Masked.variable("PASSWORD"));
    }
}
