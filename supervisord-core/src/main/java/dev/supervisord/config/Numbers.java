package dev.supervisord.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Numbers with the spellings that Python, and so Supervisor, accepts, and the spans of time of TOML files. */
final class Numbers {
    /** Longest span of time: a hundred years. */
    private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(100L * 366 * 24 * 3600);

    private static final int DIGITS_MAX = 24;

    private Numbers() {}

    /** {@code int(text)}: blanks around it, a sign, single underscores between digits; empty when it is no 64-bit number. */
    static OptionalLong whole(String text) {
        return number(text, 10);
    }

    /** {@code int(text, 8)}: as {@link #whole} with octal digits, and {@code 0o} may precede them. */
    static OptionalLong octal(String text) {
        String digits = PythonText.strip(text);
        boolean prefixed = digits.toLowerCase(Locale.ROOT).startsWith("0o");
        return number(prefixed ? digits.substring(2) : digits, 8);
    }

    private static OptionalLong number(String text, int radix) {
        String digits = PythonText.strip(text);
        boolean signed = digits.startsWith("-") || digits.startsWith("+");
        boolean afterDigit = false;
        for (int i = signed ? 1 : 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            boolean digit = TomlScanner.isDigit(c);
            if (!digit && !(c == '_' && afterDigit)) {
                return OptionalLong.empty();
            }
            afterDigit = digit;
        }
        if (!afterDigit) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits.replace("_", ""), radix));
        } catch (NumberFormatException outOfRange) {
            return OptionalLong.empty();
        }
    }

    /** {@code 5242880}, {@code 50MB}, {@code 50 kb}: a number of bytes, where a unit is 1024 of the one before. */
    static OptionalLong bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("kb") ? 10 : lower.endsWith("mb") ? 20 : lower.endsWith("gb") ? 30 : 0;
        OptionalLong number = whole(shift == 0 ? lower : lower.substring(0, lower.length() - 2));
        if (number.isEmpty()
                || number.getAsLong() > Long.MAX_VALUE >> shift
                || number.getAsLong() < Long.MIN_VALUE >> shift) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.getAsLong() << shift);
    }

    /** {@code 1m30s}, {@code 500ms}, {@code 1.5s}, {@code 2h}, {@code 1d}; a number alone is seconds. */
    static Optional<Duration> span(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int unit = at;
            while (unit < text.length() && (TomlScanner.isDigit(text.charAt(unit)) || text.charAt(unit) == '.')) {
                unit++;
            }
            int end = unit;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            String number = text.substring(at, unit);
            Optional<BigDecimal> factor = secondsIn(text.substring(unit, end));
            if (!isDecimal(number) || factor.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(new BigDecimal(number).multiply(factor.get()));
            at = end;
        }
        return text.isEmpty() ? Optional.empty() : seconds(sum);
    }

    /** A span of so many seconds, to the nanosecond; empty when it is negative or too long. */
    static Optional<Duration> seconds(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(SECONDS_MAX) > 0) {
            return Optional.empty();
        }
        BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP);
        return Optional.of(Duration.ofNanos(nanos.longValueExact()));
    }

    /** A span of so many seconds: none when the number is negative, the longest when it is too long. */
    static Duration secondsInRange(long seconds) {
        return Duration.ofSeconds(Math.max(0, Math.min(SECONDS_MAX.longValueExact(), seconds)));
    }

    private static boolean isDecimal(String number) {
        boolean digits = !number.isEmpty() && number.length() <= DIGITS_MAX;
        boolean ends = digits && number.charAt(0) != '.' && number.charAt(number.length() - 1) != '.';
        return ends && number.indexOf('.') == number.lastIndexOf('.');
    }

    private static Optional<BigDecimal> secondsIn(String unit) {
        return switch (unit) {
            case "", "s" -> Optional.of(BigDecimal.ONE);
            case "ms" -> Optional.of(BigDecimal.valueOf(1, 3));
            case "m" -> Optional.of(BigDecimal.valueOf(60));
            case "h" -> Optional.of(BigDecimal.valueOf(3600));
            case "d" -> Optional.of(BigDecimal.valueOf(24 * 3600));
            default -> Optional.empty();
        };
    }
}
