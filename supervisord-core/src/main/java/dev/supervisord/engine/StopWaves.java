package dev.supervisord.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Stops processes in the reverse of their start order: those of the highest priority number together, then, when all of
 * them have ended, those of the next. Owned by the loop thread.
 */
final class StopWaves {

    /** A process, and what asks it to stop when its turn has come. */
    record Target(Supervised process, Runnable stop) {}

    private static final Comparator<Supervised> PRIORITY = Comparator.comparingInt(Supervised::groupPriority)
            .thenComparing(process -> process.wantedSpec().priority());

    private final Deque<Target> waiting;
    private final Agenda agenda;
    private final Runnable whenDone;
    private int ending;

    StopWaves(List<Target> targets, Agenda agenda, Runnable whenDone) {
        List<Target> ordered = targets.stream()
                .sorted((a, b) -> PRIORITY.compare(b.process(), a.process()))
                .toList();
        this.waiting = new ArrayDeque<>(ordered);
        this.agenda = agenda;
        this.whenDone = whenDone;
    }

    /** Stops the next wave, or says that all is done. */
    void next() {
        Target first = waiting.peek();
        if (first == null) {
            whenDone.run();
            return;
        }
        ending = 1; // this loop itself, so that a wave of processes that are down already is done once
        while (!waiting.isEmpty() && PRIORITY.compare(waiting.element().process(), first.process()) == 0) {
            Target target = waiting.remove();
            target.stop().run();
            if (isEnding(target.process())) {
                ending++;
                target.process().watches().add((process, present) -> ended(process, present));
            }
        }
        endedOne();
    }

    private boolean ended(Supervised process, boolean present) {
        if (present && isEnding(process)) {
            return false;
        }
        endedOne();
        return true;
    }

    private void endedOne() {
        ending--;
        if (ending == 0) {
            agenda.add(this::next);
        }
    }

    private static boolean isEnding(Supervised process) {
        return process.state().afterStop().isPresent();
    }
}
