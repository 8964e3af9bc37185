package dev.supervisord.engine;

import dev.supervisord.engine.Outcome.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for both parts of a stop that is to be kept: that it is done, and that it is written down. What is down already is a
 * success then, as it has become one that stays so. Owned by the loop thread.
 */
final class Keeping {

    private final Consumer<List<Outcome>> reply;
    private @Nullable List<Outcome> stopped;
    private @Nullable Optional<String> problem;

    Keeping(Consumer<List<Outcome>> reply) {
        this.reply = reply;
    }

    void stopped(List<Outcome> outcomes) {
        stopped = outcomes;
        answer();
    }

    /** @param why why it could not be written down, if so */
    void written(Optional<String> why) {
        problem = why;
        answer();
    }

    private void answer() {
        if (stopped != null && problem != null) {
            Optional<String> why = problem;
            reply.accept(stopped.stream().map(outcome -> judged(outcome, why)).toList());
        }
    }

    private static Outcome judged(Outcome outcome, Optional<String> why) {
        return switch (outcome.code()) {
            case STOPPED, ACCEPTED, NOT_RUNNING ->
                why.map(reason -> new Outcome(outcome.name(), Code.NOT_KEPT, reason))
                        .orElseGet(() -> outcome.code() == Code.NOT_RUNNING
                                ? new Outcome(outcome.name(), Code.STOPPED, "")
                                : outcome);
            case STARTED,
                    SIGNALLED,
                    REMOVED,
                    ALREADY_STARTED,
                    NO_SUCH_PROCESS,
                    NO_SUCH_GROUP,
                    NO_FILE,
                    NOT_EXECUTABLE,
                    SPAWN_ERROR,
                    DEPENDENCY_DOWN,
                    ABNORMAL_TERMINATION,
                    SIGNAL_FAILED,
                    NOT_KEPT,
                    STILL_RUNNING -> outcome;
        };
    }
}
