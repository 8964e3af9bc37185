package dev.supervisord.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A section of the configuration: what all files together say under one header.
 *
 * <p>Written by one thread while files are read, then only read.
 */
final class Section {
    private final Kind kind;
    private final String name;
    private final Place place;
    private final Syntax syntax;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * @param name its own name, without blanks at the ends; empty when the kind needs none
     * @param place where it is first written
     */
    Section(Kind kind, String name, Place place, Syntax syntax) {
        this.kind = kind;
        this.name = name;
        this.place = place;
        this.syntax = syntax;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    Place place() {
        return place;
    }

    /** The syntax of the file that begins it. */
    Syntax syntax() {
        return syntax;
    }

    /** Its header without the brackets. */
    String title() {
        if (name.isEmpty() && kind.mayBeUnnamed()) {
            return kind.word();
        }
        boolean quoted = syntax == Syntax.TOML && !name.chars().allMatch(c -> TomlScanner.isBareKey((char) c));
        return kind.word() + syntax.separator() + (quoted ? '"' + name + '"' : name);
    }

    /** Sets a key; a key that is there already keeps its position and gets the new value. */
    void put(Entry entry) {
        entries.put(entry.key(), entry);
    }

    /** Sets a key unless it is there already. */
    void putIfAbsent(Entry entry) {
        entries.putIfAbsent(entry.key(), entry);
    }

    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Collection<Entry> entries() {
        return entries.values();
    }
}
