package dev.supervisord.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All sections of all files of a configuration, merged as Supervisor merges them.
 *
 * <p>A section met again is the same section; a key met again in it has the later value. Since Supervisor says nothing about
 * either, this class does. Written by one thread while files are read, then only read.
 */
final class Document {
    private final Problems problems;
    private final List<Section> sections = new ArrayList<>();
    private final Map<Kind, Map<String, Section>> byName = new EnumMap<>(Kind.class);
    private final Map<String, Entry> defaults = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();

    Document(Problems problems) {
        this.problems = problems;
    }

    /** Begins or continues a section. */
    Section open(Kind kind, String name, Place place, Syntax syntax) {
        Map<String, Section> namesakes = byName.computeIfAbsent(kind, any -> new HashMap<>());
        Section known = namesakes.get(name);
        if (known == null) {
            Section section = new Section(kind, name, place, syntax);
            sections.add(section);
            namesakes.put(name, section);
            return section;
        }
        boolean sameFile = known.place().file().equals(place.file());
        if (sameFile || known.kind().hasProcesses()) {
            problems.warn(
                    place,
                    "[" + known.title() + "] is written a second time, after " + known.place()
                            + ": both count, and where a key is in both the later one wins",
                    "merge the two, or give one another name");
        }
        return known;
    }

    /** Sets a key of a section. */
    void set(Section section, Entry entry) {
        section.entry(entry.key())
                .filter(before -> before.place().file().equals(entry.place().file()))
                .ifPresent(before -> problems.warn(
                        section,
                        entry,
                        "is set a second time, after line " + before.place().line() + ", and only this value counts",
                        "remove one of the two"));
        section.put(entry);
    }

    /** Sets a key of {@code [DEFAULT]}, which counts in every section that does not set it. */
    void setDefault(Entry entry) {
        defaults.put(entry.key(), entry);
    }

    /** Hands the keys of {@code [DEFAULT]} on to every section that knows them. */
    void applyDefaults() {
        if (defaults.isEmpty()) {
            return;
        }
        for (Section section : sections) {
            for (Entry entry : defaults.values()) {
                if (Keys.of(section.kind(), entry.key()).isPresent()) {
                    section.putIfAbsent(entry);
                }
            }
        }
    }

    void addFile(Path file) {
        files.add(file);
    }

    /** The files that were read, in their order. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /** All sections in the order in which they begin. */
    List<Section> sections() {
        return sections;
    }

    List<Section> sections(Kind kind) {
        List<Section> found = new ArrayList<>();
        for (Section section : sections) {
            if (section.kind() == kind) {
                found.add(section);
            }
        }
        return found;
    }

    Optional<Section> section(Kind kind, String name) {
        return Optional.ofNullable(byName.getOrDefault(kind, Map.of()).get(name));
    }
}
