package dev.supervisord.ctl;

import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;

/** A point in time as {@code status} shows it, in the machine's zone: "Nov 21 03:31 PM". */
final class LocalTime {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    };

    private LocalTime() {}

    /**
     * Formats a time. Done by hand: the formatters of the JDK take longer to load than the rest of the command.
     *
     * @param epochSeconds since 1970 UTC
     */
    static String format(long epochSeconds) {
        Calendar time = new GregorianCalendar(Locale.ROOT);
        time.setTimeInMillis(epochSeconds * 1000);
        int hour = time.get(Calendar.HOUR);
        return MONTHS[time.get(Calendar.MONTH)]
                + " " + twoDigits(time.get(Calendar.DAY_OF_MONTH))
                + " " + twoDigits(hour == 0 ? 12 : hour)
                + ":" + twoDigits(time.get(Calendar.MINUTE))
                + (time.get(Calendar.AM_PM) == Calendar.AM ? " AM" : " PM");
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
