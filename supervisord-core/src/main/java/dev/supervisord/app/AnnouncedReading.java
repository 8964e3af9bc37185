package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.rpc.PlanReader;

/** Reads the configuration again, and lets the service manager know for how long. For the thread that reads. */
record AnnouncedReading(PlanReader reader, ServiceNotices notices, Log log) implements PlanReader {

    @Override
    public Reading read() {
        notices.reloading(log);
        try {
            return reader.read();
        } finally {
            notices.ready(log);
        }
    }
}
