package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users;
import dev.supervisord.os.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Carries out a launch, stage by stage, on the launcher thread.
 *
 * <p>As much as possible is done and checked here, before there is a process, because here every failure has its exact
 * reason. Directly, by {@code posix_spawn}, unless the child is to be given what that cannot give: then through the {@link
 * Gate}. What it may enter and execute is checked with the rights of its user.
 */
final class Launcher {

    private final Users users;
    private final Place place;
    private final Spawner spawner = new Spawner();
    private final Gate gate;
    private final UserLoaders loaders;
    private final Terminals terminals;

    Launcher(Users users, Place place, String shell, Passages passages, Terminals terminals) {
        this(users, place, shell, passages, terminals, new ChrootTrial(passages)::succeeds);
    }

    /** @param chrootServes whether {@code chroot(1)} makes a process that is this user */
    Launcher(
            Users users,
            Place place,
            String shell,
            Passages passages,
            Terminals terminals,
            Predicate<User> chrootServes) {
        this.terminals = terminals;
        this.users = users;
        this.place = place;
        this.gate = new Gate(spawner, shell, passages);
        this.loaders = new UserLoaders(chrootServes);
    }

    Pid launch(LaunchSpec request) throws StageFailed {
        LaunchAttributes attributes = request.attributes();
        requirePassable(request);
        Identity identity = Identity.of(attributes.credentials(), users);
        LaunchSpec spec = request.withWholeEnvironment(identity.login());
        Optional<UserLoader> loader =
                loaders.of(identity.other(), attributes.credentials().noNewPrivileges());
        boolean given = loader.isPresent()
                || spec.cgroup().isPresent()
                || PidAttributes.areNeeded(attributes.limits(), attributes.priorities());
        try (StandardStreams streams = StandardStreams.open(
                spec, identity.other(), output -> terminals.open(output, identity.other(), spawner))) {
            try {
                boolean gated = given
                        || place.leavesUmask(attributes.umask())
                        || spec.listeners().announced();
                Program program = preflight(spec, identity.other(), gated);
                Pid pid = gated
                        ? passGate(spec, identity.other(), loader, program, streams)
                        : spawn(spec, program, streams);
                streams.terminal().ifPresent(terminal -> terminals.belongsTo(pid, terminal));
                return pid;
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

    /** Goes to the child's directory and finds the program, with the rights of the child's user. */
    private Program preflight(LaunchSpec spec, Optional<User> other, boolean gated) throws StageFailed {
        Optional<FileCredentials> asUser =
                other.isPresent() ? Optional.of(FileCredentials.of(other.get())) : Optional.empty();
        try {
            Program program = enter(spec);
            if (gated) {
                // The last loader would run anything else as a shell script.
                ProgramFormat.check(program);
                ExecCheck.check(program);
            }
            return program;
        } finally {
            asUser.ifPresent(FileCredentials::drop);
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
            Spawner.Spawned spawned = spawner.spawn(arguments, at, streams.terminalPath(), streams.forProgram());
            if (spawned.failed()) {
                throw ExecFailure.of(spawned.reason(), program, arguments.size());
            }
            return spawned.pid();
        }
    }

    private Pid passGate(
            LaunchSpec spec, Optional<User> user, Optional<UserLoader> loader, Program program, StandardStreams streams)
            throws StageFailed {
        List<String> command = new ArrayList<>(spec.argv());
        command.set(0, wordForLoader(spec, program));
        GateScript script = GateScript.of(spec.environment(), spec.listeners(), place.umaskForChild(), loader, command);
        ArgumentSpace.check(
                program, script.words(), spec.environment(), spec.attributes().limits());
        return gate.launch(
                script,
                place.directoryForChild(),
                streams,
                spec.cgroup(),
                new LoaderFailure(program, user, spec.attributes()));
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
