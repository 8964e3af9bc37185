package dev.supervisord.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {

    @ParameterizedTest
    @CsvSource({
        "*.conf, a.conf, true",
        "*.conf, a.config, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYb, false",
        "?, x, true",
        "?, '', false",
        "*, '', true",
        "[]x], ], true",
        "[a, [a, true",
        "[!a-c], b, false",
        "[!a-c], d, true",
        "'{a,b}*', a, false",
    })
    void aNameFitsAPatternAsInAShell(String pattern, String name, boolean fits) {
        assertEquals(fits, Wildcards.fit(pattern, name));
    }

    @Test
    void aPatternThatNearlyFitsInVeryManyWaysIsJudgedAtOnce() {
        String name = "a".repeat(255);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertFalse(Wildcards.fit("*a".repeat(100) + "*b", name));
            assertFalse(Wildcards.fit("*?".repeat(100) + "b", name));
        });
    }
}
