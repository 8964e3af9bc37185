package dev.supervisord.config;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import dev.supervisord.model.Wildcards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A machine in memory; it knows only what a test has put there, and only absolute paths. */
final class FakeMachine implements Machine {
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root", "PATH", "/bin:/usr/bin"));
    private final TreeMap<Path, byte[]> files = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>(Set.of(
            Path.of("/"), Path.of("/tmp"), Path.of("/etc"), Path.of("/cwd"), Path.of("/var/log"), Path.of("/root")));
    private final Set<Path> programs = new HashSet<>(Set.of(Path.of("/bin/cat"), Path.of("/bin/sh")));
    private final Map<String, Integer> users = Map.of("root", 0, "0", 0, "www-data", 33, "33", 33, "nobody", 65534);

    private CgroupSupport cgroups = CgroupSupport.of(Set.of("cpu", "io", "memory", "pids"));

    FakeMachine file(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    FakeMachine bytes(String path, byte[] bytes) {
        Path file = absolute(Path.of(path));
        files.put(file, bytes);
        for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
            directories.add(parent);
        }
        return this;
    }

    FakeMachine directory(String path) {
        directories.add(absolute(Path.of(path)));
        return this;
    }

    FakeMachine program(String path) {
        programs.add(absolute(Path.of(path)));
        return this;
    }

    FakeMachine variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Path currentDirectory() {
        return Path.of("/cwd");
    }

    @Override
    public String hostName() {
        return "host.example";
    }

    @Override
    public Optional<Integer> uid(String nameOrNumber) {
        return Optional.ofNullable(users.get(nameOrNumber));
    }

    @Override
    public Optional<Integer> gid(String nameOrNumber) {
        return Optional.ofNullable(users.get(nameOrNumber));
    }

    @Override
    public Optional<Path> homeOf(String user) {
        return user.equals("www-data") ? Optional.of(Path.of("/var/log")) : Optional.empty();
    }

    @Override
    public boolean isDirectory(Path path) {
        return directories.contains(absolute(path).normalize());
    }

    @Override
    public boolean exists(Path path) {
        Path file = absolute(path).normalize();
        return programs.contains(file) || files.containsKey(file) || directories.contains(file);
    }

    @Override
    public List<Path> glob(String pattern) {
        int slash = pattern.lastIndexOf('/');
        Path parent = absolute(Path.of(pattern.substring(0, slash + 1))).normalize();
        String last = pattern.substring(slash + 1);
        Set<Path> all = new HashSet<>(files.keySet());
        all.addAll(directories);
        return all.stream()
                .filter(path -> parent.equals(path.getParent()))
                .filter(path -> Wildcards.fit(last, path.getFileName().toString()))
                .sorted()
                .toList();
    }

    FakeMachine cgroups(CgroupSupport support) {
        cgroups = support;
        return this;
    }

    @Override
    public CgroupSupport cgroups(CgroupRoot root) {
        return root instanceof CgroupRoot.Nowhere ? CgroupSupport.refused("cgroup_root is none") : cgroups;
    }

    @Override
    public byte[] read(Path file) throws IOException {
        byte[] bytes = files.get(absolute(file));
        if (bytes == null && isDirectory(file)) {
            throw new IOException("Is a directory");
        } else if (bytes == null) {
            throw new NoSuchFileException(file.toString());
        }
        return bytes;
    }

    private static Path absolute(Path path) {
        if (!path.isAbsolute()) {
            throw new AssertionError("asked for the relative path " + path);
        }
        return path;
    }
}
