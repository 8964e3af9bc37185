package dev.supervisord.config;

/** Takes a refusal for granted in a test. */
final class Refusal {
    private Refusal() {}

    static <T> Parsed.Bad<T> of(Parsed<T> parsed) {
        if (parsed instanceof Parsed.Bad<T> bad) {
            return bad;
        }
        throw new AssertionError("not refused: " + parsed);
    }
}
