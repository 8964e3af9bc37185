package dev.supervisord.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Turns the tables of a TOML file into sections: {@code [program.web]} is the section {@code program} named {@code web}. */
final class TomlSections {
    private final String file;
    private final Path here;
    private final Document document;
    private final Problems problems;

    TomlSections(String file, Path here, Document document, Problems problems) {
        this.file = file;
        this.here = here;
        this.document = document;
        this.problems = problems;
    }

    void add(TomlTable root) {
        for (Map.Entry<String, TomlTable.Item> entry : root.items().entrySet()) {
            String word = entry.getKey();
            TomlTable.Item item = entry.getValue();
            Place place = new Place(file, item.line());
            Optional<Kind> kind = Kind.of(word);
            if (!(item.content() instanceof TomlTable table)) {
                problems.error(
                        place,
                        "the key " + word + " stands outside of a section",
                        "write it below a header such as [supervisord] or [program.NAME]");
            } else if (kind.isEmpty()) {
                problems.error(
                        place,
                        "there is no section [" + word + "]",
                        SectionHeader.adviceFor(word + ".NAME", Syntax.TOML));
            } else if (kind.get().mayBeUnnamed()) {
                addSection(kind.get(), "", table, place);
            } else {
                addNamed(kind.get(), table);
            }
        }
    }

    private void addNamed(Kind kind, TomlTable tables) {
        for (Map.Entry<String, TomlTable.Item> entry : tables.items().entrySet()) {
            Place place = new Place(file, entry.getValue().line());
            if (entry.getValue().content() instanceof TomlTable table) {
                addSection(kind, PythonText.strip(entry.getKey()), table, place);
            } else {
                problems.error(
                        place,
                        "the key " + entry.getKey() + " stands in [" + kind.word() + "], which has only sections",
                        "write it below [" + kind.word() + ".NAME]");
            }
        }
    }

    private void addSection(Kind kind, String name, TomlTable table, Place place) {
        Section section = document.open(kind, name, place, Syntax.TOML);
        for (Map.Entry<String, TomlTable.Item> entry : table.items().entrySet()) {
            TomlTable.Item item = entry.getValue();
            RawValue value = item.content() instanceof TomlTable inner ? inner.toValue() : (RawValue) item.content();
            Entry read = new Entry(entry.getKey(), value, new Place(file, item.line()), here, Syntax.TOML);
            if (!kind.takesAnyKey() && Keys.of(kind, entry.getKey()).isEmpty()) {
                problems.error(section, read, "unknown key " + entry.getKey(), Keys.adviceFor(kind, entry.getKey()));
            } else {
                document.set(section, read);
            }
        }
    }
}
