package dev.supervisord.ctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the client does about a call that an upgrade of the daemon has come in between: it asks the new version, and the user
 * sees nothing of it.
 */
final class Interruption {
    private static final String HELD_BACK = "UPGRADING";
    private static final String BEGUN = "UPGRADING_ACCEPTED";
    private static final long PAUSE_MILLIS = 50;
    private static final int ATTEMPTS_MAX = 200;

    private int attempts;

    /**
     * Which words to run instead; empty when the failure has nothing to do with an upgrade, or repeating is not safe.
     *
     * @param words the command that has failed
     */
    List<String> again(StatusRuntimeException failure, List<String> words, Session session) {
        if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE || attempts++ == ATTEMPTS_MAX) {
            return List.of();
        }
        String reason = ErrorDetails.reason(failure);
        String command = words.get(0);
        if (reason.equals(HELD_BACK)) {
            return pause() ? words : List.of();
        }
        if (reason.equals(BEGUN) && (command.equals("start") || command.equals("stop"))) {
            session.goOn();
            return pause() ? words : List.of();
        }
        if (reason.equals(BEGUN) && command.equals("restart")) {
            // The stop has been ordered, and the new version knows that a start is to follow; another restart
            // would be one too many.
            session.goOn();
            List<String> start = new ArrayList<>(words);
            start.set(0, "start");
            return pause() ? start : List.of();
        }
        return List.of();
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
