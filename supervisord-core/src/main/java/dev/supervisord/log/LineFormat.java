package dev.supervisord.log;

import dev.supervisord.model.LogLevel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Makes lines in Supervisor's format: {@code 2026-11-21 03:31:03,170 INFO message}, in local time.
 *
 * <p>Each line of a message gets its own beginning, and control characters are written as {@code \x1b}, so that no
 * program's name or error can pretend to be another line or upset a terminal. Used by one thread.
 *
 * @param zone whose time is written
 */
record LineFormat(ZoneId zone) {

    /** The whole text of a message, each line with its line break. */
    String format(Instant when, LogLevel level, String message) {
        String beginning = beginning(when, level);
        StringBuilder text = new StringBuilder(beginning.length() + message.length() + 1).append(beginning);
        String lines = message.endsWith("\n") ? message.substring(0, message.length() - 1) : message;
        for (int i = 0; i < lines.length(); i++) {
            char letter = lines.charAt(i);
            if (letter == '\n') {
                text.append('\n').append(beginning);
            } else if ((letter < ' ' && letter != '\t') || letter == 0x7f) {
                text.append("\\x");
                digits(text, Character.forDigit(letter >> 4, 16), Character.forDigit(letter & 15, 16));
            } else {
                text.append(letter);
            }
        }
        return text.append('\n').toString();
    }

    /** By hand: the JDK's formatter would cost a tenth of the daemon's start-up time. */
    private String beginning(Instant when, LogLevel level) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                when.getEpochSecond(), when.getNano(), zone.getRules().getOffset(when));
        StringBuilder text = new StringBuilder(32);
        number(text, time.getYear(), 4).append('-');
        number(text, time.getMonthValue(), 2).append('-');
        number(text, time.getDayOfMonth(), 2).append(' ');
        number(text, time.getHour(), 2).append(':');
        number(text, time.getMinute(), 2).append(':');
        number(text, time.getSecond(), 2).append(',');
        number(text, time.getNano() / 1_000_000, 3).append(' ');
        return text.append(level.label()).append(' ').toString();
    }

    private static StringBuilder number(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    private static void digits(StringBuilder text, char high, char low) {
        text.append(high).append(low);
    }
}
