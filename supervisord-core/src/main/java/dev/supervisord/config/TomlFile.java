package dev.supervisord.config;

import com.moandjiezana.toml.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads TOML: {@link TomlGuard} admits what toml4j is known to read right and says where everything stands, toml4j reads the
 * values.
 *
 * <p>The only class that knows toml4j. Values are handed to it in small pieces under names of our own, since it copies the
 * rest of its text for every value.
 */
final class TomlFile {
    /** Largest file that is read, in characters. */
    static final int SIZE_MAX = 4 << 20;

    private static final int VALUES_PER_PIECE = 16;

    private TomlFile() {}

    /** The tables of a file. */
    static TomlTable read(String text) throws TomlRefusal {
        if (text.length() > SIZE_MAX) {
            throw new TomlRefusal(
                    1, 1, "the file is larger than " + (SIZE_MAX >> 20) + " MiB", "divide it, and [include] the parts");
        }
        TomlGuard guard = new TomlGuard(text.replace("\r\n", "\n"));
        TomlTable root = guard.read();
        List<TomlGuard.Pending> pending = guard.pending();
        for (int from = 0; from < pending.size(); from += VALUES_PER_PIECE) {
            fill(pending.subList(from, Math.min(pending.size(), from + VALUES_PER_PIECE)));
        }
        return root;
    }

    private static void fill(List<TomlGuard.Pending> piece) throws TomlRefusal {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < piece.size(); i++) {
            text.append('k').append(i).append(" = ").append(piece.get(i).text()).append('\n');
        }
        Map<String, Object> values;
        try {
            values = new Toml().read(text.toString()).toMap();
        } catch (IllegalStateException refused) {
            throw (TomlRefusal) new TomlRefusal(
                            piece.get(0).line(),
                            1,
                            "one of the values from here on cannot be read",
                            "write it more simply")
                    .initCause(refused);
        }
        for (int i = 0; i < piece.size(); i++) {
            TomlGuard.Pending value = piece.get(i);
            RawValue read = convert(values.get("k" + i));
            if (read == null) {
                throw new TomlRefusal(
                        value.line(), 1, "the value of " + value.key() + " cannot be read", "write it more simply");
            }
            value.table().items().put(value.key(), new TomlTable.Item(value.line(), read));
        }
    }

    private static @Nullable RawValue convert(@Nullable Object value) {
        if (value instanceof String text) {
            return new RawValue.Text(Toml4jText.restored(text));
        } else if (value instanceof Long number) {
            return new RawValue.Whole(number);
        } else if (value instanceof Double number) {
            return new RawValue.Decimal(number);
        } else if (value instanceof Boolean flag) {
            return new RawValue.Flag(flag);
        } else if (value instanceof List<?> list) {
            List<RawValue> items = new ArrayList<>();
            for (Object item : list) {
                RawValue converted = convert(item);
                if (converted == null) {
                    return null;
                }
                items.add(converted);
            }
            return new RawValue.Items(items);
        }
        return null;
    }
}
