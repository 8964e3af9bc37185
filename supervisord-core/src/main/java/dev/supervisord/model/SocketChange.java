package dev.supervisord.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What differs between two configurations of one held socket.
 *
 * @param name the name of its section
 * @param keys the changed keys of a changed socket
 */
public record SocketChange(String name, Kind kind, List<Key> keys) {

    /** How it differs. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** A configuration key with its old and its new value as text. */
    public record Key(String name, String before, String after) {}

    private record Value(String key, Function<HeldSocket, String> text) {}

    private static final List<Value> VALUES = List.of(
            new Value("listen", socket -> socket.id().address().toString()),
            new Value("backlog", socket -> Integer.toString(socket.backlog())),
            new Value("owner", socket -> socket.owner().orElse("")),
            new Value("group", socket -> socket.group().orElse("")),
            new Value("mode", socket -> Integer.toOctalString(socket.mode())),
            new Value("reuse_port", socket -> Boolean.toString(socket.reusePort())));

    public SocketChange {
        keys = List.copyOf(keys);
    }

    /** What differs, by name: first what is new or changed, then what is gone. */
    public static List<SocketChange> between(List<HeldSocket> old, List<HeldSocket> fresh) {
        Map<String, HeldSocket> gone = new LinkedHashMap<>();
        old.forEach(socket -> gone.putIfAbsent(socket.name(), socket));
        List<SocketChange> changes = new ArrayList<>();
        for (HeldSocket socket : fresh) {
            HeldSocket before = gone.remove(socket.name());
            if (before == null) {
                changes.add(new SocketChange(socket.name(), Kind.ADDED, List.of()));
            } else if (!before.equals(socket)) {
                changes.add(new SocketChange(socket.name(), Kind.CHANGED, keys(before, socket)));
            }
        }
        gone.keySet().forEach(name -> changes.add(new SocketChange(name, Kind.REMOVED, List.of())));
        return List.copyOf(changes);
    }

    private static List<Key> keys(HeldSocket before, HeldSocket after) {
        return VALUES.stream()
                .map(value -> new Key(
                        value.key(), value.text().apply(before), value.text().apply(after)))
                .filter(key -> !key.before().equals(key.after()))
                .toList();
    }
}
