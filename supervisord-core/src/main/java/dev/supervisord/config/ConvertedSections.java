package dev.supervisord.config;

import dev.supervisord.config.IniLayout.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the sections of one INI file as TOML, and says what is different or lost. Used by one thread. */
final class ConvertedSections {
    private static final List<Key<String>> DAEMON_FILES = List.of(DaemonKeys.LOGFILE, DaemonKeys.PIDFILE);

    private final Path source;
    private final ConvertedPath paths;
    private final ConvertedValue values;
    private final ConvertedText text = new ConvertedText();
    private final Problems problems = new Problems();
    private final Set<Kind> servers = EnumSet.noneOf(Kind.class);
    private Map<String, IniItem.Setting> defaults = Map.of();

    /** @param source the INI file, absolute */
    ConvertedSections(Path source, ConvertedPath paths) {
        this.source = source;
        this.paths = paths;
        this.values = new ConvertedValue(paths);
    }

    /** What is lost is an error, what is different a warning. */
    Problems problems() {
        return problems;
    }

    String convert(IniLayout layout) {
        layout.preamble().forEach(this::passOn);
        for (Block block : layout.blocks()) {
            if (block.header().title().equals("DEFAULT")) {
                defaults = block.settings();
            }
        }
        layout.blocks().forEach(this::block);
        return text.toString();
    }

    private void block(Block block) {
        String title = block.header().title();
        Optional<SectionHeader> known = SectionHeader.parse(title, Syntax.INI.separator());
        if (title.equals("DEFAULT")) {
            commentOut(block);
            changed(
                    block.header(),
                    "TOML has no [DEFAULT]; its keys are written into each section of this file that reads them and does not set"
                            + " them",
                    "write them into the sections of other files too");
        } else if (known.isEmpty()) {
            lost(block, "nothing reads this section", SectionHeader.adviceFor(title, Syntax.INI));
        } else if (known.get().name().indexOf('\'') >= 0 && known.get().name().indexOf('"') >= 0) {
            lost(block, "TOML takes no name with both kinds of quotes", "rename it");
        } else if (known.get().kind().mayBeUnnamed()
                && known.get().kind().mayBeNamed()
                && !servers.add(known.get().kind())) {
            lost(block, "there is one section of this kind only, the first of the file", "remove it");
        } else {
            section(block, known.get());
        }
    }

    private void lost(Block block, String what, String advice) {
        commentOut(block);
        problems.error(
                place(block.header()), "[" + block.header().title() + "]: " + what + "; it is commented out", advice);
    }

    private void commentOut(Block block) {
        text.commentedOut(block.header().line(), "[" + block.header().title() + "]");
        for (IniItem item : block.items()) {
            if (item instanceof IniItem.Setting setting) {
                commentOut(setting);
            } else {
                passOn(item);
            }
        }
    }

    private void commentOut(IniItem.Setting setting) {
        text.commentedOut(setting.line(), setting.key() + " = " + setting.value());
    }

    private void passOn(IniItem item) {
        if (item instanceof IniItem.Comment comment) {
            text.comment(comment);
        } else {
            text.blank();
        }
    }

    private void section(Block block, SectionHeader header) {
        IniItem.Header first = block.header();
        boolean named = !header.name().isEmpty() || !header.kind().mayBeUnnamed();
        boolean takesName = !header.kind().mayBeUnnamed();
        text.add(first.line(), "[" + header.kind().word() + (takesName ? "." + TomlText.key(header.name()) : "") + "]");
        if (named && !takesName) {
            changed(first, "the name of the section is dropped, because TOML has one section of this kind only", "");
        }
        if (!first.rest().isEmpty()) {
            changed(first, "what follows ] means nothing and is dropped", "");
        }
        for (IniItem.Header again : block.again()) {
            changed(again, "TOML has each section once, so this one continues that of line " + first.line(), "");
        }
        Section section = new Section(header.kind(), header.name(), place(first), Syntax.INI);
        Map<String, IniItem.Setting> counting = block.settings();
        List<IniItem> items = block.items();
        int end = endOfSettings(items);
        for (int i = 0; i < items.size(); i++) {
            if (i == end) {
                added(section, counting);
            }
            if (items.get(i) instanceof IniItem.Setting setting) {
                setting(section, setting, counting);
            } else {
                passOn(items.get(i));
            }
        }
        if (end == items.size()) {
            added(section, counting);
        }
    }

    /** Index behind the last setting and the comment on its line; 0 when there is none. */
    private static int endOfSettings(List<IniItem> items) {
        int end = 0;
        int line = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof IniItem.Setting) {
                line = items.get(i).line();
                end = i + 1;
            } else if (items.get(i).line() == line) {
                end = i + 1;
            }
        }
        return end;
    }

    private void setting(Section section, IniItem.Setting setting, Map<String, IniItem.Setting> counting) {
        IniItem.Setting last = counting.getOrDefault(setting.key(), setting);
        if (last.line() != setting.line()) {
            commentOut(setting);
            problems.warn(
                    section,
                    entry(setting),
                    "is set again in line " + last.line() + ", and only that value counts; this one is commented out",
                    "");
            return;
        }
        if (isDefaultFile(section, setting)) {
            return; // written with the defaults
        }
        write(section, setting);
    }

    private void write(Section section, IniItem.Setting setting) {
        if (section.kind().takesAnyKey()) {
            text.add(setting.line(), TomlText.key(setting.key()) + " = " + TomlText.string(setting.value()));
            return;
        }
        Optional<Key<?>> key = Keys.of(section.kind(), setting.key());
        if (key.isEmpty()) {
            commentOut(setting);
            problems.error(
                    section,
                    entry(setting),
                    "there is no such key, so it is commented out",
                    Keys.adviceFor(section.kind(), setting.key()));
            return;
        }
        Converted value = values.convert(key.get(), inPlace(section, setting, key.get()));
        text.add(setting.line(), setting.key() + " = " + value.toml());
        if (value.lost()) {
            problems.error(section, entry(setting), value.what(), value.advice());
        } else if (!value.what().isEmpty()) {
            problems.warn(section, entry(setting), value.what(), value.advice());
        }
    }

    /** The value as it has to be when the TOML file is in another directory than the INI file. */
    private String inPlace(Section section, IniItem.Setting setting, Key<?> key) {
        Path directory = Optional.ofNullable(source.getParent()).orElse(source);
        if (directory.equals(paths.target())) {
            return setting.value();
        }
        String value = setting.value().replace("%(here)s", ConvertedPath.from(directory, ""));
        if (value.contains("%(here)")) {
            problems.warn(
                    section, entry(setting), "%(here) stands for the directory of the TOML file", "write " + directory);
        }
        if (!key.equals(DaemonKeys.FILES)) {
            return value;
        }
        List<String> patterns = new ArrayList<>();
        for (String pattern : value.split("\\s+", -1)) {
            boolean relative = !pattern.isEmpty() && !pattern.startsWith("/");
            patterns.add(relative ? ConvertedPath.from(directory, pattern) : pattern);
        }
        return String.join(" ", patterns);
    }

    /** What counts in the section without standing in it: keys of [DEFAULT], and defaults that TOML does not have. */
    private void added(Section section, Map<String, IniItem.Setting> written) {
        Map<String, IniItem.Setting> all = new LinkedHashMap<>(written);
        for (IniItem.Setting setting : defaults.values()) {
            boolean read = Keys.of(section.kind(), setting.key()).isPresent();
            if (read && all.putIfAbsent(setting.key(), setting) == null) {
                write(section, new IniItem.Setting(setting.line(), setting.key(), setting.value()));
            }
        }
        boolean leaves = ProgramKeys.LEFTOVERS.kinds().contains(section.kind());
        if (leaves && !all.containsKey(ProgramKeys.LEFTOVERS.name())) {
            String word = ProgramSection.defaultLeftovers(Syntax.INI).word();
            text.add(0, ProgramKeys.LEFTOVERS.name() + " = " + TomlText.string(word));
        }
        if (section.kind().hasProcesses()
                && all.containsKey(LaunchKeys.USER.name())
                && !all.containsKey(LaunchKeys.LOGIN_ENV.name())) {
            text.add(0, LaunchKeys.LOGIN_ENV.name() + " = false");
        }
        if (section.kind() != Kind.SUPERVISORD) {
            return;
        }
        for (Key<String> key : DAEMON_FILES) {
            IniItem.Setting setting = all.get(key.name());
            if (setting == null || setting.value().isEmpty()) {
                Converted value = paths.convert(key, key.requireDefault(), "");
                text.add(0, key.name() + " = " + value.toml());
                problems.warn(
                        section,
                        key.name(),
                        "the default of INI files is written out, because that of TOML is another; it is a file in "
                                + paths.current(),
                        "remove the line from a file that is included by another");
            }
        }
    }

    private static boolean isDefaultFile(Section section, IniItem.Setting setting) {
        return section.kind() == Kind.SUPERVISORD
                && setting.value().isEmpty()
                && DAEMON_FILES.stream().anyMatch(key -> key.name().equals(setting.key()));
    }

    private void changed(IniItem.Header header, String what, String advice) {
        problems.warn(place(header), "[" + header.title() + "]: " + what, advice);
    }

    private Place place(IniItem item) {
        return new Place(source.toString(), item.line());
    }

    private Entry entry(IniItem.Setting setting) {
        return new Entry(setting.key(), new RawValue.Text(setting.value()), place(setting), paths.target(), Syntax.INI);
    }
}
