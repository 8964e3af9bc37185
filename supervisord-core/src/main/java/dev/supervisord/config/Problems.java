package dev.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects everything that is wrong in a configuration, so that a person learns of all of it at once.
 *
 * <p>The same remark about the same place is kept once: a mistake in a program with many processes is one mistake.
 */
final class Problems {
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    void error(Place place, String what, String advice) {
        errors.add(problem(place, Optional.empty(), Optional.empty(), what, advice));
    }

    void error(Section section, String what, String advice) {
        errors.add(problem(section.place(), Optional.of(section.title()), Optional.empty(), what, advice));
    }

    void error(Section section, Entry entry, String what, String advice) {
        errors.add(problem(entry.place(), Optional.of(section.title()), Optional.of(entry.key()), what, advice));
    }

    void error(Section section, String key, String what, String advice) {
        errors.add(problem(section.place(), Optional.of(section.title()), Optional.of(key), what, advice));
    }

    void warn(Place place, String what, String advice) {
        warnings.add(problem(place, Optional.empty(), Optional.empty(), what, advice));
    }

    void warn(Section section, String what, String advice) {
        warnings.add(problem(section.place(), Optional.of(section.title()), Optional.empty(), what, advice));
    }

    void warn(Section section, Entry entry, String what, String advice) {
        warnings.add(problem(entry.place(), Optional.of(section.title()), Optional.of(entry.key()), what, advice));
    }

    void warn(Section section, String key, String what, String advice) {
        warnings.add(problem(section.place(), Optional.of(section.title()), Optional.of(key), what, advice));
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Problem> errors() {
        return new ArrayList<>(errors);
    }

    List<Problem> warnings() {
        return new ArrayList<>(warnings);
    }

    private static Problem problem(
            Place place, Optional<String> section, Optional<String> key, String what, String advice) {
        return new Problem(place.file(), place.lineNumber(), section, key, what, advice);
    }
}
