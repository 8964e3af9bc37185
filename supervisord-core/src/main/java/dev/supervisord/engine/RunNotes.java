package dev.supervisord.engine;

import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.os.Pid;
import java.util.Optional;

/** Reports to the records what the next daemon would have to know of a state. Never waits; owned by the loop thread. */
final class RunNotes {

    private final Recorder recorder;

    RunNotes(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Called when a process has changed its state and its timer is armed, or it was asked to stop. */
    void entered(Supervised process, boolean windingDown) {
        switch (process.state().kind()) {
            case LAUNCHING, FORKING, SEEKING, STARTING, WORKING, RUNNING -> {
                // The launch itself was recorded as wanted up, and from its age anybody sees whether it has settled.
            }
            case WAITING, BACKOFF, PAUSING -> note(process, Stage.WAITING);
            case ABORTING -> stopping(process, ((State.Aborting) process.state()).then(), windingDown);
            case STOPPING -> stopping(process, ((State.Stopping) process.state()).then(), windingDown);
            // With its main process gone, its record says what is to follow: whatever followed the run, or a stop.
            case CLEARING -> process.state().afterStop().ifPresent(then -> stopping(process, then, windingDown));
            case STOPPED -> rested(process, process.isComingBack() ? Stage.WAITING : Stage.STOPPED, windingDown);
            case EXITED -> rested(process, Stage.EXITED, windingDown);
            case FATAL -> rested(process, Stage.FATAL, windingDown);
            case UNKNOWN -> {
                // It is still to be stopped, as was noted when that was tried; the next daemon may have the right to.
            }
        }
    }

    /** A daemon that is killed while it shuts down leaves to its successor what every start decides: autostart. */
    private void stopping(Supervised process, Then then, boolean windingDown) {
        boolean again =
                windingDown ? process.wantedSpec().start().auto() : then == Then.START_AGAIN || process.isComingBack();
        note(process, again && !process.isLeaving() ? Stage.RESTARTING : Stage.STOPPING);
    }

    private void rested(Supervised process, Stage stage, boolean windingDown) {
        if (windingDown) {
            forget(process);
        } else {
            note(process, stage);
        }
    }

    /** Another process is the main process of its run now. */
    void succeeded(Supervised process, Pid main) {
        recorder.confirm(process.name(), process.state().generation(), main);
    }

    void forget(Supervised process) {
        recorder.forget(process.name());
    }

    private void note(Supervised process, Stage stage) {
        if (process.state().generation() == 0) {
            return; // nobody has ever asked for a start
        }
        boolean down = !stage.mayLive();
        recorder.note(
                process.spec(),
                process.lastRun(),
                new Note(
                        stage,
                        process.state() instanceof State.Stopping stopping ? stopping.step() : 0,
                        down ? process.endedAt() : Optional.empty(),
                        down ? process.lastExit() : Optional.empty(),
                        stage == Stage.FATAL || stage == Stage.WAITING ? process.reason() : "",
                        process.state().setbacks(),
                        Optional.ofNullable(process.timer())
                                .map(Timers.Armed::due)
                                .filter(due -> stage == Stage.WAITING)));
    }
}
