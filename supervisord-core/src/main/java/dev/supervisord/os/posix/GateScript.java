package dev.supervisord.os.posix;

import dev.supervisord.model.PassedSockets;
import dev.supervisord.os.LaunchSpec.Listeners;
import dev.supervisord.os.Users.User;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The script that the gate's shell executes: sets what is left to set and becomes the program.
 *
 * <p>It is one compound command, so that a script cut short, because the daemon died while it wrote, is a syntax error and
 * runs nothing. Variables are set inside it: they appear on no command line, where everybody could read them.
 */
final class GateScript {

    /**
     * Variables that a shell keeps for itself, changes or refuses to set. They are set by {@code env(1)} in the last step.
     */
    private static final Set<String> KEPT_BY_SHELLS = Set.of(
            "_",
            "SHLVL",
            "UID",
            "EUID",
            "PPID",
            "SHELLOPTS",
            "RANDOM",
            "SECONDS",
            "LINENO",
            "OPTIND",
            "OPTARG",
            "OPTERR",
            "GROUPS",
            "FUNCNAME",
            "DIRSTACK",
            "HISTCMD",
            "HISTSIZE",
            "EPOCHSECONDS",
            "EPOCHREALTIME",
            "SRANDOM",
            "POSIXLY_CORRECT",
            "PS1",
            "PS2",
            "PS4");

    /**
     * Variables that make the C library load code or data into whatever runs with them, and must not reach {@code setpriv},
     * which still has all rights; see {@code ld.so(8)} on secure-execution mode. Set by {@code env(1)} too, as the user.
     */
    private static final Set<String> READ_BY_LOADER = Set.of("GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH", "NLSPATH");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);

    private GateScript() {}

    /**
     * @param listeners the sockets that the shell has as descriptors 3, 4… for the program
     * @param umask the mask still to be set, if any
     * @param user whom to become, if anybody
     * @param command path and arguments of the program
     */
    static byte[] of(
            Map<String, String> environment,
            Listeners listeners,
            OptionalInt umask,
            Optional<User> user,
            List<String> command) {
        GateScript script = new GateScript();
        // Whatever the shell made up itself would else reach the program.
        script.append("{ unset PWD OLDPWD SHLVL PATH\n");
        List<String> late = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (isLeftToEnv(name)) {
                late.add(name + "=" + value);
            } else {
                script.append("export " + name + "=").quote(value).append("\n");
            }
        });
        if (listeners.announced()) {
            script.append("export LISTEN_PID=$$\n"); // what the shell becomes has its pid
        }
        umask.ifPresent(mask -> script.append("umask " + Integer.toOctalString(mask) + "\n"));
        List<String> words = new ArrayList<>();
        user.ifPresent(someone -> words.addAll(setpriv(someone)));
        if (!late.isEmpty()) {
            words.add("/usr/bin/env");
            words.addAll(late);
        }
        words.addAll(command);
        script.append("exec");
        words.forEach(word -> script.append(" ").quote(word));
        // Descriptor 0 is this script's pipe; the program's standard input waits behind its sockets.
        int stdin = PassedSockets.FIRST + listeners.descriptors().size();
        script.append("\n} <&" + stdin + " " + stdin + "<&-\n");
        return script.out.toByteArray();
    }

    /** Whether a variable is set on the command line of {@code env(1)}, which refuses a program with {@code =} in its path. */
    static boolean isLeftToEnv(String name) {
        return !isIdentifier(name)
                || KEPT_BY_SHELLS.contains(name)
                || name.startsWith("BASH")
                || READ_BY_LOADER.contains(name)
                || name.startsWith("LD_")
                || name.startsWith("MALLOC_");
    }

    private static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static List<String> setpriv(User user) {
        String groups = user.groups().stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
        return List.of(
                Gate.SETPRIV,
                "--reuid=" + Integer.toUnsignedString(user.uid()),
                "--regid=" + Integer.toUnsignedString(user.gid()),
                groups.isEmpty() ? "--clear-groups" : "--groups=" + groups,
                "--");
    }

    private GateScript append(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Between single quotes nothing has a meaning but the single quote. */
    private GateScript quote(String text) {
        out.write('\'');
        for (byte b : NativeText.encode(text)) {
            if (b == '\'') {
                append("'\\''");
            } else {
                out.write(b);
            }
        }
        out.write('\'');
        return this;
    }
}
