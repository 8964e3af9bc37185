package dev.supervisord.os.fake;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process that follows its script; guarded by {@link FakeProcesses}. */
final class FakeProcess {

    /** Signals that do nothing to a process that says nothing about them: CHLD, CONT, URG, WINCH, and the stopping ones. */
    private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

    final Pid pid;
    final Pid group;
    final Pid session;
    final Optional<String> mark;
    final FakeProgram program;
    private final FakeClock clock;
    private final FakeProcesses owner;

    /** Whose exit nobody here sees, because the parent is not this daemon but a living process. */
    Optional<FakeProcess> parent;

    private FakeClock.@Nullable Alarm end;
    private boolean ended;

    FakeProcess(
            Pid pid,
            FakeProgram program,
            Optional<FakeProcess> parent,
            Optional<String> mark,
            FakeClock clock,
            FakeProcesses owner) {
        this.pid = pid;
        this.mark = mark;
        this.group =
                program.detached() ? pid : parent.map(leader -> leader.group).orElse(pid);
        this.session =
                program.detached() ? pid : parent.map(leader -> leader.session).orElse(pid);
        this.program = program;
        this.parent = parent;
        this.clock = clock;
        this.owner = owner;
        program.lifetime().ifPresent(lifetime -> endAfter(lifetime, program.end()));
    }

    boolean isAlive() {
        return !ended;
    }

    void receive(Signal signal) {
        if (ended) {
            return;
        }
        FakeProgram.Reaction reaction = program.reactions().get(signal);
        if (reaction instanceof FakeProgram.Reaction.End ending) {
            endAfter(ending.after(), ending.status());
        } else if (reaction == null && !HARMLESS.contains(signal.number())) {
            end(new ExitStatus.Signaled(signal, false));
        }
    }

    private void endAfter(Duration after, ExitStatus status) {
        if (end != null && end.due().compareTo(clock.monotonic().plus(after)) <= 0) {
            return; // it ends earlier anyway
        }
        cancelEnd();
        end = clock.after(after, () -> owner.expire(this, status));
    }

    void end(ExitStatus status) {
        if (!ended) {
            ended = true;
            cancelEnd();
            owner.ended(this, status);
        }
    }

    private void cancelEnd() {
        if (end != null) {
            end.cancel();
        }
    }
}
