package dev.supervisord.os.posix;

import dev.supervisord.model.PassedSockets;
import dev.supervisord.os.LaunchSpec.Listeners;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
     * Variables that make the C library load code or data into whatever runs with them, and must not reach what
     * changes the user, which still has all rights; see {@code ld.so(8)} on secure-execution mode. Set by {@code env(1)} too, as the user.
     */
    private static final Set<String> READ_BY_LOADER = Set.of("GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH", "NLSPATH");

    /** What the shell calls itself, so that it is not taken for a program that is a shell. */
    static final String NAME = "launch-gate";

    /** What the shell is sent first: when it has taken that from its pipe it has been loaded. */
    static final byte[] GREETING = ("printf " + NAME + " >/proc/$$/comm\n").getBytes(StandardCharsets.US_ASCII);

    private final List<String> words = new ArrayList<>();
    private final Set<String> loaders = new HashSet<>(Set.of("sh", NAME));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);

    private GateScript() {}

    /**
     * @param listeners the sockets that the shell has as descriptors 3, 4… for the program
     * @param umask the mask still to be set, if any
     * @param user what changes user or privileges, if they change
     * @param command path and arguments of the program
     */
    static GateScript of(
            Map<String, String> environment,
            Listeners listeners,
            OptionalInt umask,
            Optional<UserLoader> user,
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
        List<String> words = script.words;
        user.ifPresent(loader -> {
            script.loaders.add(loader.name());
            words.addAll(loader.words());
        });
        if (!late.isEmpty()) {
            script.loaders.add("env");
            words.add("/usr/bin/env");
            words.addAll(late);
        }
        words.addAll(command);
        script.append("exec");
        words.forEach(word -> script.append(" ").quote(word));
        // Descriptor 0 is this script's pipe; the program's standard input waits behind its sockets.
        int stdin = PassedSockets.FIRST + listeners.descriptors().size();
        script.append("\n} <&" + stdin + " " + stdin + "<&-\n");
        // A program of the same name as a loader cannot be told from it.
        script.loaders.remove(Path.of("/" + command.get(0)).getFileName().toString());
        return script;
    }

    /** What the shell is to be sent. */
    byte[] bytes() {
        return out.toByteArray();
    }

    /** What the shell executes: the loaders with their options, the program and its arguments. */
    List<String> words() {
        return Collections.unmodifiableList(words);
    }

    /** The names under which the child is known before it is the program. */
    Set<String> loaders() {
        return Collections.unmodifiableSet(loaders);
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
