package dev.supervisord.ctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A call that follows logs: it is made anew when its daemon has gone and the next one is there. One thread uses it. */
final class Following {
    /** How long it waits for the next daemon. */
    static final int PATIENCE_SECONDS = 30;

    private static final long PAUSE_MILLIS = 200;
    private static final String UNREADABLE = "LOG_UNREADABLE";

    private final Outage outage;

    /** @param outage shared by those who follow what one daemon has */
    Following(Outage outage) {
        this.outage = outage;
    }

    /** A daemon has answered. */
    void isAnswered() {
        outage.over(this);
    }

    /**
     * Makes a call, again and again if need be, until it ends by itself.
     *
     * @param mayGoOn whether a place is known at which the next call goes on
     * @throws StatusRuntimeException when it fails for other reasons, or no daemon has come for long
     */
    void run(Runnable call, BooleanSupplier mayGoOn) {
        while (true) {
            try {
                call.run();
                return;
            } catch (StatusRuntimeException e) {
                if (!mayGoOn.getAsBoolean() || !isOfDaemon(e) || outage.isTooLong(this) || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** Whether the daemon has gone; or has just started, so that it may not know the log yet. */
    private boolean isOfDaemon(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        // A server that ends resets the calls that do not end by themselves.
        boolean gone = code == Status.Code.CANCELLED
                || (code == Status.Code.UNAVAILABLE && !ErrorDetails.reason(e).equals(UNREADABLE));
        boolean young = code == Status.Code.NOT_FOUND || code == Status.Code.FAILED_PRECONDITION;
        return gone || (young && outage.isOf(this));
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
