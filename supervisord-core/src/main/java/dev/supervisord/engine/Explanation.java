package dev.supervisord.engine;

import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a process is in its state, as data and as sentences. Immutable.
 *
 * @param age how long it has been in that state
 * @param next what happens if nothing comes between
 * @param nextIn how long until then; empty where that is not a matter of time
 * @param failures starts that have failed in a row
 * @param waitsFor what it depends on and is not up, while it waits for that
 * @param signal the last of its stop signals that was sent, while it is being stopped
 * @param nextSignal the one to be sent next
 * @param sentences for people; the first says what there is to say in one line
 * @param advice what to do about it; empty when nothing has to be done
 */
public record Explanation(
        ProcessView process,
        Duration age,
        Next next,
        Optional<Duration> nextIn,
        int failures,
        List<Awaited> waitsFor,
        Optional<Signal> signal,
        Optional<Signal> nextSignal,
        List<String> sentences,
        String advice) {

    public Explanation {
        waitsFor = List.copyOf(waitsFor);
        sentences = List.copyOf(sentences);
    }

    /** What a process does next by itself. */
    public enum Next {
        /** Nothing. */
        NOTHING,
        /** Its launch is under way. */
        LAUNCH,
        /** It is launched when all that it depends on is up. */
        DEPENDENCIES,
        /** It has to stay alive for {@code startsecs} to be RUNNING. */
        SETTLE,
        /** It has to put its main process into the background. */
        BACKGROUND,
        /** It is a oneshot and has to come to its end. */
        WORK,
        /** It is started again. */
        RETRY,
        /** Its next stop signal is sent. */
        SIGNAL,
        /** What its runs have left behind has to end. */
        LEFTOVERS
    }

    /**
     * Something that it depends on.
     *
     * @param phase empty: it is not configured any more
     */
    public record Awaited(ProcessName name, Optional<Phase> phase) {

        @Override
        public String toString() {
            return name + phase.map(known -> ", which is " + known).orElse(", which is not configured any more");
        }
    }
}
