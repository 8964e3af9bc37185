package dev.supervisord.config;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * This machine, as {@code java.nio.file} sees it; what the JDK cannot tell (users and groups) is passed in.
 *
 * <p>Any thread may use it, as far as the functions passed in allow that.
 */
public final class LocalMachine implements Machine {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Map<String, String> environment;
    private final Path currentDirectory;
    private final Function<String, Optional<Integer>> uid;
    private final Function<String, Optional<Integer>> gid;
    private final Function<String, Optional<Path>> homeOf;
    private final Function<CgroupRoot, CgroupSupport> cgroups;

    /**
     * @param currentDirectory absolute
     * @param uid the number of the user of this name or number
     * @param gid the number of the group of this name or number
     * @param homeOf the home directory of a user by name; the empty name is the daemon's own user
     * @param cgroups what can be had of cgroups below a root
     */
    public LocalMachine(
            Map<String, String> environment,
            Path currentDirectory,
            Function<String, Optional<Integer>> uid,
            Function<String, Optional<Integer>> gid,
            Function<String, Optional<Path>> homeOf,
            Function<CgroupRoot, CgroupSupport> cgroups) {
        this.environment = Map.copyOf(environment);
        this.currentDirectory = currentDirectory;
        this.uid = uid;
        this.gid = gid;
        this.homeOf = homeOf;
        this.cgroups = cgroups;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Path currentDirectory() {
        return currentDirectory;
    }

    @Override
    public String hostName() {
        try {
            return Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            // Without /proc there is no name; programs that print it get Linux's own placeholder.
            return "localhost";
        }
    }

    @Override
    public Optional<Integer> uid(String nameOrNumber) {
        return uid.apply(nameOrNumber);
    }

    @Override
    public Optional<Integer> gid(String nameOrNumber) {
        return gid.apply(nameOrNumber);
    }

    @Override
    public Optional<Path> homeOf(String user) {
        return homeOf.apply(user);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<Path> glob(String pattern) {
        return Glob.find(pattern);
    }

    @Override
    public CgroupSupport cgroups(CgroupRoot root) {
        return cgroups.apply(root);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}
