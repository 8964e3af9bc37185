package dev.supervisord.config;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be looked up on this machine to read a configuration.
 *
 * <p>All methods are called by the thread that reads, which may block in them (a user database may be far away).
 */
public interface Machine {

    /** The daemon's environment. */
    Map<String, String> environment();

    /** The directory that relative paths of INI files start from; absolute. */
    Path currentDirectory();

    /** The host's name, for {@code %(host_node_name)s}. */
    String hostName();

    /** The number of the user of this name or number; empty when there is none. */
    Optional<Integer> uid(String nameOrNumber);

    /** The number of the group of this name or number; empty when there is none. */
    Optional<Integer> gid(String nameOrNumber);

    /** The home directory of a user, for {@code ~user}. */
    Optional<Path> homeOf(String user);

    /** Whether this is a directory, links followed. */
    boolean isDirectory(Path path);

    /** Whether there is anything of this name, links followed. */
    boolean exists(Path path);

    /**
     * The existing paths that a pattern fits, sorted by name: {@code *}, {@code ?} and {@code [a-z]} within one name;
     * a leading dot is only fitted by a dot.
     *
     * @param pattern absolute
     */
    List<Path> glob(String pattern);

    /** What can be had of cgroups below a root. */
    CgroupSupport cgroups(CgroupRoot root);

    /** The bytes of a file. */
    byte[] read(Path file) throws IOException;
}
