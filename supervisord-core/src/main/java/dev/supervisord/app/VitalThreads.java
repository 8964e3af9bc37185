package dev.supervisord.app;

import dev.supervisord.log.DaemonLog;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Threads without which the daemon is of no use. Should one of them fail in a way that nobody foresaw (memory that is used up, a jar
 * that was overwritten), the daemon ends at once, as if it was killed: everything is made for that. Its programs run on, and the next
 * daemon goes on with them; an orderly end would give up their pipes and records.
 *
 * <p>Any thread may use it; {@code main}, which is there already, tells it of its failure.
 */
final class VitalThreads {

    /** How the daemon exits then: {@code EX_SOFTWARE} of sysexits.h(3). */
    static final int FAILED = 70;

    private final DaemonLog log;

    VitalThreads(DaemonLog log) {
        this.log = log;
    }

    void start(String name, Runnable body) {
        NamedThreads.start(name, () -> {
            try {
                body.run();
            } catch (Throwable unforeseen) {
                fail(name, unforeseen);
            }
        });
    }

    /** Ends the daemon as if it was killed; does not return. */
    void fail(String name, Throwable unforeseen) {
        try {
            StringWriter trace = new StringWriter();
            unforeseen.printStackTrace(new PrintWriter(trace));
            log.critical("the thread " + name + " failed, and the daemon ends as if it was killed; its programs run on,"
                    + " start it again to go on with them: " + trace.toString().strip());
            log.close();
        } finally {
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
