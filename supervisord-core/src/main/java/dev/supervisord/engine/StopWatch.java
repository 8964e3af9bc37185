package dev.supervisord.engine;

import dev.supervisord.engine.Outcome.Code;
import java.util.function.Consumer;

/** Waits until the run that lives now has ended. */
final class StopWatch implements Watch {

    private final long generation;
    private final Consumer<Outcome> result;

    StopWatch(long generation, Consumer<Outcome> result) {
        this.generation = generation;
        this.result = result;
    }

    @Override
    public boolean changed(Supervised process, boolean present) {
        if (!present) {
            return finish(process, Code.STOPPED, "");
        }
        return switch (process.state().kind()) {
            case STOPPED -> finish(process, Code.STOPPED, "");
            case UNKNOWN -> finish(process, Code.SIGNAL_FAILED, process.reason());
            case WAITING, LAUNCHING, FORKING, SEEKING, STARTING, WORKING, RUNNING, BACKOFF, PAUSING, EXITED, FATAL ->
                startedAgain(process);
            case ABORTING, STOPPING, CLEARING -> process.state().generation() > generation && startedAgain(process);
        };
    }

    private boolean startedAgain(Supervised process) {
        return finish(process, Code.ABNORMAL_TERMINATION, "another request started it again");
    }

    private boolean finish(Supervised process, Code code, String detail) {
        result.accept(new Outcome(process.name().toString(), code, detail));
        return true;
    }
}
