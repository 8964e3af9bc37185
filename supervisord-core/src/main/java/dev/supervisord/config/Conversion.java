package dev.supervisord.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * What stands between {@code %(name)} and the text that follows: flags, width, precision and the letter that says how to
 * print the value, as in Python's {@code %} operator.
 *
 * @param width smallest length of the result
 * @param precision digits of a number, longest length of a text; -1: not given
 * @param letter the conversion, {@code s}, {@code d}, …
 * @param end index behind the letter
 */
record Conversion(String flags, int width, int precision, char letter, int end) {
    /** Longest result of one expansion. */
    private static final int WIDTH_MAX = 1000;

    static final String LETTERS = "diouxXeEfFgGcs";

    /** Reads what begins at {@code start}, after the name; refuses what Python refuses. */
    static Parsed<Conversion> parse(String text, int start) {
        int i = start;
        while (i < text.length() && "-+ #0".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        final String flags = text.substring(start, i);
        int widthStart = i;
        i = skipDigits(text, i);
        final int width = number(text, widthStart, i);
        int precision = -1;
        if (i < text.length() && text.charAt(i) == '.') {
            int precisionStart = i + 1;
            i = skipDigits(text, precisionStart);
            precision = number(text, precisionStart, i);
        }
        if (i < text.length() && "hlL".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (width > WIDTH_MAX || precision > WIDTH_MAX) {
            return Parsed.bad("asks for more than " + WIDTH_MAX + " characters", "");
        }
        if (i >= text.length()) {
            return Parsed.bad("incomplete format", "");
        }
        char letter = text.charAt(i);
        if (LETTERS.indexOf(letter) < 0) {
            return Parsed.bad("unsupported format character " + PythonText.quote(String.valueOf(letter)), "");
        }
        return Parsed.good(new Conversion(flags, width, precision, letter, i + 1));
    }

    private static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && TomlScanner.isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int number(String text, int from, int to) {
        return to - from > 6 ? Integer.MAX_VALUE : from == to ? 0 : Integer.parseInt(text.substring(from, to));
    }

    /** Prints a {@link String} or an {@link Integer}. */
    Parsed<String> format(Object value) {
        if (letter == 's') {
            String text = value.toString();
            return Parsed.good(pad(precision >= 0 && precision < text.length() ? text.substring(0, precision) : text));
        }
        if (letter == 'c' && value instanceof String text && text.codePointCount(0, text.length()) == 1) {
            return Parsed.good(pad(text));
        }
        if (!(value instanceof Integer number)) {
            return Parsed.bad("%" + letter + " is for numbers, and this is text", "");
        }
        return switch (letter) {
            case 'c' ->
                Character.isValidCodePoint(number)
                        ? Parsed.good(pad(Character.toString(number)))
                        : Parsed.bad("%c needs the number of a character", "");
            case 'o' -> Parsed.good(whole(number, Long.toOctalString(Math.abs((long) number)), "0o"));
            case 'x' -> Parsed.good(whole(number, Long.toHexString(Math.abs((long) number)), "0x"));
            case 'X' ->
                Parsed.good(
                        whole(number, Long.toHexString(Math.abs((long) number)).toUpperCase(Locale.ROOT), "0X"));
            case 'e', 'E', 'f', 'F', 'g', 'G' -> Parsed.good(real(number));
            default -> Parsed.good(whole(number, Long.toString(Math.abs((long) number)), ""));
        };
    }

    private String whole(int number, String digits, String prefix) {
        String padded = precision > digits.length() ? "0".repeat(precision - digits.length()) + digits : digits;
        return signed(number, has('#') ? prefix : "", padded);
    }

    private String real(int number) {
        BigDecimal value = BigDecimal.valueOf(Math.abs((long) number));
        int digits = precision < 0 ? 6 : precision;
        String text;
        switch (letter) {
            case 'f', 'F' ->
                text = value.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            case 'e', 'E' -> text = scientific(value, digits);
            default -> text = shortest(value, Math.max(digits, 1));
        }
        return signed(number, "", Character.isUpperCase(letter) ? text.toUpperCase(Locale.ROOT) : text);
    }

    private static String scientific(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent).setScale(digits).toPlainString();
        return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** {@code %g} of a whole number: plain when its digits suffice, else scientific without needless zeros. */
    private static String shortest(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent < digits) {
            return rounded.setScale(0).toPlainString();
        }
        int needed = Math.max(0, rounded.stripTrailingZeros().precision() - 1);
        return scientific(rounded, needed);
    }

    private String signed(int number, String prefix, String digits) {
        String sign = number < 0 ? "-" : has('+') ? "+" : has(' ') ? " " : "";
        String head = sign + prefix;
        int missing = width - head.length() - digits.length();
        if (has('0') && !has('-') && missing > 0) {
            return head + "0".repeat(missing) + digits;
        }
        return pad(head + digits);
    }

    private String pad(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return has('-') ? text + " ".repeat(missing) : " ".repeat(missing) + text;
    }

    private boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    /** Whether it is valid by accident: {@code %(x)-stdout} is {@code %(x)-s} and {@code tdout}. */
    boolean isDoubtful(String text) {
        boolean pointlessFlag = width == 0 && (has('-') || (letter == 's' && !flags.isEmpty()));
        boolean noDigits = precision == 0 && letter == 's';
        boolean eatsLetter = end < text.length() && Character.isLetter(text.charAt(end));
        return (pointlessFlag || noDigits) && eatsLetter;
    }
}
