package dev.supervisord.engine;

import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.model.LaunchFailure;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until a process is up, or until the attempt it waits for has failed. */
final class StartWatch implements Watch {

    private final long generation;
    private final Code success;
    private final Consumer<Outcome> result;

    /**
     * @param generation the run that is waited for, or an earlier one when that is about to be replaced
     * @param success what to answer when it is up
     */
    StartWatch(long generation, Code success, Consumer<Outcome> result) {
        this.generation = generation;
        this.success = success;
        this.result = result;
    }

    @Override
    public boolean changed(Supervised process, boolean present) {
        if (!present) {
            return finish(process, Code.ABNORMAL_TERMINATION, "removed from the configuration");
        }
        if (process.state().generation() < generation) {
            return false;
        }
        return switch (process.state().kind()) {
            case WAITING -> hasNoHope(process);
            case LAUNCHING, FORKING, SEEKING, STARTING, WORKING, ABORTING, STOPPING, CLEARING -> false;
            case RUNNING -> finish(process, success, "");
            case BACKOFF, FATAL -> finish(process, failureCode(process), process.reason());
            case EXITED ->
                process.isDone()
                        ? finish(process, success, "")
                        : finish(process, Code.ABNORMAL_TERMINATION, "it is EXITED");
            case PAUSING, STOPPED, UNKNOWN -> finish(process, Code.ABNORMAL_TERMINATION, "it is " + process.phase());
        };
    }

    private boolean hasNoHope(Supervised process) {
        Optional<Obstacle> obstacle = process.obstacle().filter(Obstacle::isLasting);
        return obstacle.isPresent()
                && finish(process, Code.DEPENDENCY_DOWN, obstacle.get().asReason());
    }

    private boolean finish(Supervised process, Code code, String detail) {
        result.accept(new Outcome(process.name().toString(), code, detail));
        return true;
    }

    private static Code failureCode(Supervised process) {
        return process.failure().map(StartWatch::codeOf).orElse(Code.SPAWN_ERROR);
    }

    /** Supervisor tells a missing file and one that may not be executed from every other failure. */
    private static Code codeOf(LaunchFailure failure) {
        return switch (failure.stage()) {
            case FIND -> Code.NO_FILE;
            case PERMISSION, COMMAND -> Code.NOT_EXECUTABLE;
            case IN_DOUBT, SOCKET, LOG, USER, CHDIR, ATTRIBUTE, FORK, EXEC -> Code.SPAWN_ERROR;
        };
    }
}
