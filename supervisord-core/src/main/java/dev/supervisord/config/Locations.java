package dev.supervisord.config;

import dev.supervisord.model.CpuSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which file a value means, and remembers what the machine said about directories and users.
 *
 * <p>Relative paths start from the daemon's current directory in INI files, as in Supervisor, and from the directory of the
 * file in TOML.
 */
final class Locations {
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu/present");

    private final Machine machine;
    private final Map<Path, Boolean> directories = new HashMap<>();
    private final Map<Path, Boolean> existing = new HashMap<>();
    private final Map<String, Boolean> users = new HashMap<>();
    private final Map<String, Boolean> groups = new HashMap<>();

    Locations(Machine machine) {
        this.machine = machine;
    }

    /** The path that the value of a key names; empty when there is none, or it was refused. */
    Optional<Path> path(Values values, Key<String> key) {
        return values.find(key).flatMap(text -> resolve(values, key, text));
    }

    /** A path with {@code ~} for a home directory. */
    Optional<Path> pathWithHome(Values values, Key<String> key) {
        return values.find(key).flatMap(text -> resolveWithHome(values, key, text));
    }

    /** The path that a part of the value of a key names, with {@code ~} for a home directory. */
    Optional<Path> pathWithHome(Values values, Key<String> key, String text) {
        return resolveWithHome(values, key, text);
    }

    /** A directory that must exist, {@code ~} allowed. */
    Optional<Path> existingDirectory(Values values, Key<String> key) {
        Optional<Path> path = pathWithHome(values, key);
        path.filter(directory -> !isDirectory(directory))
                .ifPresent(missing ->
                        values.error(key, missing + " is not an existing directory", "run: mkdir -p " + missing));
        return path;
    }

    /** A file that need not exist, in a directory that must; {@code ~} allowed. */
    Optional<Path> fileInDirectory(Values values, Key<String> key, String text) {
        Optional<Path> path = resolveWithHome(values, key, text);
        path.map(Path::getParent)
                .filter(directory -> !isDirectory(directory))
                .ifPresent(missing -> values.error(
                        key,
                        "The directory named as part of the path " + path.get() + " does not exist",
                        "run: mkdir -p " + missing));
        return path;
    }

    private Optional<Path> resolveWithHome(Values values, Key<String> key, String text) {
        if (!text.startsWith("~")) {
            return resolve(values, key, text);
        }
        int slash = text.indexOf('/');
        String user = text.substring(1, slash < 0 ? text.length() : slash);
        String home = user.isEmpty() ? machine.environment().getOrDefault("HOME", "") : "";
        Optional<Path> directory = home.isEmpty() ? machine.homeOf(user) : Optional.of(Path.of(home));
        String rest = slash < 0 ? "" : text.substring(slash);
        return resolve(values, key, directory.map(path -> path + rest).orElse(text));
    }

    private Optional<Path> resolve(Values values, Key<String> key, String text) {
        try {
            Path base = values.entry(key)
                    .filter(entry -> entry.syntax() == Syntax.TOML)
                    .map(Entry::here)
                    .orElseGet(machine::currentDirectory);
            return Optional.of(base.resolve(text));
        } catch (InvalidPathException refused) {
            values.error(
                    key,
                    PythonText.quoteBriefly(text) + " cannot be the name of a file: " + refused.getReason(),
                    "remove control characters; for letters beyond ASCII start the daemon with LC_ALL=C.UTF-8");
            return Optional.empty();
        }
    }

    boolean isDirectory(Path path) {
        return directories.computeIfAbsent(path, machine::isDirectory);
    }

    boolean exists(Path path) {
        return existing.computeIfAbsent(path, machine::exists);
    }

    Path currentDirectory() {
        return machine.currentDirectory();
    }

    /** The processors of this machine; empty when the kernel does not tell, as without {@code /sys}. */
    Optional<CpuSet> processors() {
        try {
            String text = new String(machine.read(PROCESSORS), StandardCharsets.US_ASCII);
            return LaunchTypes.CPUS.ofText().apply(text) instanceof Parsed.Good<CpuSet> present
                    ? Optional.of(present.value())
                    : Optional.empty();
        } catch (IOException untold) {
            return Optional.empty(); // a start will then say what is wrong
        }
    }

    /** A user who must exist. */
    Optional<String> user(Values values, Key<String> key) {
        return values.find(key).filter(name -> requireUser(values, key, name));
    }

    /** A group that must exist. */
    Optional<String> group(Values values, Key<String> key) {
        return values.find(key).filter(name -> requireGroup(values, key, name));
    }

    boolean requireUser(Values values, Key<?> key, String name) {
        boolean known = users.computeIfAbsent(name, user -> machine.uid(user).isPresent());
        if (!known) {
            values.error(
                    key, "Invalid user " + idOrName(name) + ": there is no such user", "write a user of this machine");
        }
        return known;
    }

    boolean requireGroup(Values values, Key<?> key, String name) {
        boolean known = groups.computeIfAbsent(name, group -> machine.gid(group).isPresent());
        if (!known) {
            values.error(
                    key,
                    "Invalid group " + idOrName(name) + ": there is no such group",
                    "write a group of this machine");
        }
        return known;
    }

    /** The number of a user who exists. */
    Optional<Integer> uid(String user) {
        return machine.uid(user);
    }

    /** The number of a group that exists. */
    Optional<Integer> gid(String group) {
        return machine.gid(group);
    }

    private static String idOrName(String name) {
        return (Numbers.whole(name).isPresent() ? "id " : "name ") + name;
    }
}
