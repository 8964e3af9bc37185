package dev.supervisord.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one list of keys: what may stand in which section.
 *
 * <p>Both syntaxes, the reference page and {@code show-config} are made from it. A new key is added to {@link ProgramKeys},
 * {@link HeldSocketKeys}, {@link DaemonKeys}, {@link AccessKeys} or {@link ServerKeys} and thereby everywhere.
 */
final class Keys {
    private static final List<Key<?>> ALL = all();
    private static final Map<Kind, Map<String, Key<?>>> BY_KIND = byKind();

    private Keys() {}

    private static List<Key<?>> all() {
        List<Key<?>> keys = new ArrayList<>();
        keys.addAll(ProgramKeys.ALL);
        keys.addAll(HeldSocketKeys.ALL);
        keys.addAll(DaemonKeys.ALL);
        keys.addAll(AccessKeys.ALL);
        keys.addAll(ServerKeys.ALL);
        return List.copyOf(keys);
    }

    private static Map<Kind, Map<String, Key<?>>> byKind() {
        Map<Kind, Map<String, Key<?>>> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byKind.put(kind, new LinkedHashMap<>());
        }
        for (Key<?> key : ALL) {
            for (Kind kind : key.kinds()) {
                Map<String, Key<?>> keys = byKind.getOrDefault(kind, Map.of());
                if (keys.put(key.name(), key) != null) {
                    throw new IllegalStateException(kind + " has two keys " + key.name());
                }
            }
        }
        return byKind;
    }

    /** All keys, in the order of the reference page. */
    static List<Key<?>> list() {
        return ALL;
    }

    /** The keys of one kind of section. */
    static Collection<Key<?>> of(Kind kind) {
        return BY_KIND.getOrDefault(kind, Map.of()).values();
    }

    static Optional<Key<?>> of(Kind kind, String name) {
        return Optional.ofNullable(BY_KIND.getOrDefault(kind, Map.of()).get(name));
    }

    /** What to say about a key that the section does not have. */
    static String adviceFor(Kind kind, String written) {
        for (Key<?> key : ALL) {
            if (key.name().equals(written)) {
                Kind home = key.kinds().iterator().next();
                return "this key belongs in a section of the kind " + home.word();
            }
        }
        List<String> names = of(kind).stream().map(Key::name).toList();
        return NearName.of(written, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("remove it; the keys are listed in docs/configuration.md");
    }
}
