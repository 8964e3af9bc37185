package dev.supervisord.os.fake;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program does when it is launched, as a script: how long it lives, how it ends, how it takes signals, whom it
 * leaves behind. Immutable; each method gives a changed copy.
 *
 * @param refusal why it cannot be launched at all
 * @param lifetime after which it ends by itself; empty: never
 * @param end how it ends then
 * @param reactions to signals it does not take the default way
 * @param descendants processes it starts at once, in its own group; they outlive it unless they are ended too
 * @param signallable whether the daemon may signal it; not, when it changed its user id
 * @param detached whether it begins a session of its own, where it is not one already
 */
public record FakeProgram(
        Optional<LaunchFailure> refusal,
        Optional<Duration> lifetime,
        ExitStatus end,
        Map<Signal, Reaction> reactions,
        List<FakeProgram> descendants,
        boolean signallable,
        boolean detached) {

    /** The answer to a signal. */
    public sealed interface Reaction {
        record Ignore() implements Reaction {}

        /** Ends after this time, whatever else comes but {@code SIGKILL}. */
        record End(Duration after, ExitStatus status) implements Reaction {}
    }

    public FakeProgram {
        reactions = Map.copyOf(reactions);
        descendants = List.copyOf(descendants);
        if (reactions.containsKey(Signal.KILL)) {
            throw new IllegalArgumentException("no program can handle SIGKILL");
        }
    }

    /** Lives until a signal ends it. */
    public static FakeProgram endless() {
        return new FakeProgram(
                Optional.empty(), Optional.empty(), new ExitStatus.Exited(0), Map.of(), List.of(), true, false);
    }

    /** Ends by itself with this code. */
    public static FakeProgram exiting(Duration after, int code) {
        return ending(after, new ExitStatus.Exited(code));
    }

    public static FakeProgram ending(Duration after, ExitStatus status) {
        return new FakeProgram(Optional.empty(), Optional.of(after), status, Map.of(), List.of(), true, false);
    }

    /** Cannot be launched. */
    public static FakeProgram refused(LaunchFailure.Stage stage, String errno, String message) {
        return new FakeProgram(
                Optional.of(new LaunchFailure(stage, errno, message)),
                Optional.empty(),
                new ExitStatus.Exited(0),
                Map.of(),
                List.of(),
                true,
                false);
    }

    public FakeProgram ignoring(Signal signal) {
        return reacting(signal, new Reaction.Ignore());
    }

    /** Handles the signal, and exits with this code some time after it. */
    public FakeProgram exitingOn(Signal signal, Duration after, int code) {
        return reacting(signal, new Reaction.End(after, new ExitStatus.Exited(code)));
    }

    public FakeProgram reacting(Signal signal, Reaction reaction) {
        Map<Signal, Reaction> more = new HashMap<>(reactions);
        more.put(signal, reaction);
        return new FakeProgram(refusal, lifetime, end, more, descendants, signallable, detached);
    }

    /** Starts another process in its group when it is launched. */
    public FakeProgram starting(FakeProgram descendant) {
        List<FakeProgram> more = new ArrayList<>(descendants);
        more.add(descendant);
        return new FakeProgram(refusal, lifetime, end, reactions, more, signallable, detached);
    }

    /** Begins a session of its own, as a daemon does. */
    public FakeProgram inOwnSession() {
        return new FakeProgram(refusal, lifetime, end, reactions, descendants, signallable, true);
    }

    /** May not be signalled by the daemon. */
    public FakeProgram foreign() {
        return new FakeProgram(refusal, lifetime, end, reactions, descendants, false, detached);
    }
}
