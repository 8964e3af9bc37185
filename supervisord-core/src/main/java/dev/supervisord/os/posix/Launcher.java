package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users;
import dev.supervisord.os.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries out a launch, stage by stage, on the launcher thread.
 *
 * <p>As much as possible is done and checked here, before there is a process, because here every failure has its exact
 * reason. Directly, by {@code posix_spawn}, unless the child needs to become another user: then through the {@link Gate}, and
 * what it may enter and execute is checked with that user's rights first.
 */
final class Launcher {

    private final Users users;
    private final Place place;
    private final Spawner spawner = new Spawner();
    private final Gate gate;

    Launcher(Users users, Place place, String shell) {
        this.users = users;
        this.place = place;
        this.gate = new Gate(spawner, shell);
    }

    Pid launch(LaunchSpec request) throws StageFailed {
        LaunchSpec spec = request.withWholeEnvironment(Map.of());
        requirePassable(spec);
        Optional<User> other = otherUser(spec);
        try (StandardStreams streams = StandardStreams.open(spec, other)) {
            try {
                Program program = other.isPresent() ? preflight(spec, other.get()) : enter(spec);
                boolean direct = other.isEmpty()
                        && place.umaskForChild().isEmpty()
                        && !spec.listeners().announced();
                if (!direct && other.isEmpty()) {
                    ProgramFormat.check(program); // the shell would run anything else as a script
                }
                return direct ? spawn(spec, program, streams) : passGate(spec, other, program, streams);
            } finally {
                place.leave();
            }
        }
    }

    private static void requirePassable(LaunchSpec spec) throws StageFailed {
        if (spec.argv().isEmpty()) {
            throw new StageFailed(Stage.COMMAND, "command is empty");
        }
        for (String word : spec.argv()) {
            if (word.indexOf('\0') >= 0) {
                throw new StageFailed(Stage.COMMAND, "cannot pass an argument: it contains a NUL character");
            }
        }
        for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new StageFailed(
                        Stage.COMMAND,
                        "cannot set environment variable '" + name + "': this is no name for a variable");
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                throw new StageFailed(
                        Stage.COMMAND,
                        "cannot set environment variable '" + name + "': its value contains a NUL character");
            }
        }
    }

    /** The user to become; empty when the daemon already is the one that was asked for. */
    private Optional<User> otherUser(LaunchSpec spec) throws StageFailed {
        if (spec.attributes().user().isEmpty()) {
            return Optional.empty();
        }
        String cannot = "cannot run as user " + spec.attributes().user().get() + ": ";
        User user = users.user(spec.attributes().user().get())
                .orElseThrow(() -> new StageFailed(Stage.USER, cannot + "there is no such user"));
        if (user.uid() == LibC.geteuid()) {
            return Optional.empty();
        }
        if (LibC.geteuid() != 0) {
            throw new StageFailed(Stage.USER, Errno.EPERM, cannot + "the daemon is not root");
        }
        if (!Program.mayExecute(Gate.SETPRIV)) {
            throw new StageFailed(
                    Stage.USER, Errno.last(), cannot + Gate.SETPRIV + " is missing; install the package util-linux");
        }
        return Optional.of(user);
    }

    private Program preflight(LaunchSpec spec, User user) throws StageFailed {
        FileCredentials asUser = FileCredentials.of(user);
        try {
            Program program = enter(spec);
            // The last loader on the way to the program would run anything else as a shell script.
            ProgramFormat.check(program);
            return program;
        } finally {
            asUser.drop();
        }
    }

    private Program enter(LaunchSpec spec) throws StageFailed {
        place.enter(spec.directory(), spec.attributes().umask());
        return Program.find(
                spec.argv().get(0), Optional.ofNullable(spec.environment().get("PATH")), place::reach);
    }

    private Pid spawn(LaunchSpec spec, Program program, StandardStreams streams) throws StageFailed {
        Optional<String> directory = place.directoryForChild();
        long at = directory.isEmpty() ? 0 : Scratch.ofThread().text(directory.get());
        try (SpawnArguments arguments = new SpawnArguments(program.file(), spec.argv(), spec.environment())) {
            Spawner.Spawned spawned = spawner.spawn(arguments, at, streams.forProgram());
            if (spawned.failed()) {
                throw ExecFailure.of(spawned.reason(), program, arguments.size());
            }
            return spawned.pid();
        }
    }

    private Pid passGate(LaunchSpec spec, Optional<User> user, Program program, StandardStreams streams)
            throws StageFailed {
        OptionalInt umask = place.umaskForChild();
        List<String> command = new ArrayList<>(spec.argv());
        command.set(0, wordForLoader(spec, program));
        byte[] script = GateScript.of(spec.environment(), spec.listeners(), umask, user, command);
        return gate.launch(script, place.directoryForChild(), streams);
    }

    /**
     * How the loaders behind the gate, which search {@code PATH} themselves, are to name the program so that it sees the
     * first word it was configured with; where they could take that for something else, its path.
     */
    private static String wordForLoader(LaunchSpec spec, Program program) throws StageFailed {
        String word = spec.argv().get(0);
        boolean searched = word.indexOf('/') < 0;
        boolean safe = spec.environment().containsKey("PATH") && !word.startsWith("-") && word.indexOf('=') < 0;
        String named = searched && !safe ? program.file() : word;
        if (named.indexOf('=') >= 0 && spec.environment().keySet().stream().anyMatch(GateScript::isLeftToEnv)) {
            throw new StageFailed(
                    Stage.COMMAND,
                    "cannot run '" + named
                            + "' as another user with these environment variables: env(1) would take it for"
                            + " a variable; use a path without '='");
        }
        return named;
    }
}
