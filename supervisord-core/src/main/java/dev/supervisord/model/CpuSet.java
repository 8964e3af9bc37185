package dev.supervisord.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Processors, by their numbers from 0.
 *
 * @param numbers at least one, each below {@link #NUMBERS_END}
 */
public record CpuSet(SortedSet<Integer> numbers) {

    /** More processors than that no kernel is built for. */
    public static final int NUMBERS_END = 8192;

    public CpuSet {
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        if (numbers.isEmpty() || numbers.first() < 0 || numbers.last() >= NUMBERS_END) {
            throw new IllegalArgumentException("no processors: " + numbers);
        }
    }

    /** {@code 0-1,3}, as Linux writes it. */
    @Override
    public String toString() {
        StringJoiner ranges = new StringJoiner(",");
        int from = -1;
        for (int number : numbers) {
            from = from < 0 ? number : from;
            if (!numbers.contains(number + 1)) {
                ranges.add(from == number ? Integer.toString(number) : from + "-" + number);
                from = -1;
            }
        }
        return ranges.toString();
    }
}
