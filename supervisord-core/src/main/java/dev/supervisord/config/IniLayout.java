package dev.supervisord.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in an INI file, section by section, with comments and empty lines where they are.
 *
 * <p>A section that is written again continues the one before. Written by one thread while the file is read, then only read.
 */
final class IniLayout implements IniListener {

    /**
     * A section with all that follows its header up to the next one.
     *
     * @param again the headers that continue it
     */
    record Block(IniItem.Header header, List<IniItem.Header> again, List<IniItem> items) {
        Block(IniItem.Header header) {
            this(header, new ArrayList<>(), new ArrayList<>());
        }

        /** Its settings by key; of a key that is set twice, the later. */
        Map<String, IniItem.Setting> settings() {
            Map<String, IniItem.Setting> settings = new LinkedHashMap<>();
            for (IniItem item : items) {
                if (item instanceof IniItem.Setting setting) {
                    settings.put(setting.key(), setting);
                }
            }
            return settings;
        }
    }

    private final List<IniItem> found = new ArrayList<>();
    private final List<IniItem> preamble = new ArrayList<>();
    private final Map<String, Block> blocks = new LinkedHashMap<>();

    @Override
    public void blank(int line) {
        found.add(new IniItem.Blank(line));
    }

    @Override
    public void comment(int line, String text) {
        found.add(new IniItem.Comment(line, text));
    }

    @Override
    public void header(int line, String title, String rest) {
        found.add(new IniItem.Header(line, title, rest));
    }

    @Override
    public void setting(int line, String key, String value) {
        found.add(new IniItem.Setting(line, key, value));
    }

    /** To be called when the file was read. */
    void arrange() {
        // A comment follows what it shares a line with.
        found.sort(Comparator.comparingInt(IniItem::line).thenComparing(item -> item instanceof IniItem.Comment));
        List<IniItem> current = preamble;
        for (IniItem item : found) {
            if (item instanceof IniItem.Header header) {
                String name = SectionHeader.parse(header.title(), Syntax.INI.separator())
                        .map(known -> known.kind().word() + ":" + known.name())
                        .orElse(header.title());
                Block block = blocks.computeIfAbsent(name, any -> new Block(header));
                if (!block.header().equals(header)) {
                    block.again().add(header);
                }
                current = block.items();
            } else {
                current.add(item);
            }
        }
    }

    /** What stands before the first header. */
    List<IniItem> preamble() {
        return preamble;
    }

    List<Block> blocks() {
        return List.copyOf(blocks.values());
    }
}
