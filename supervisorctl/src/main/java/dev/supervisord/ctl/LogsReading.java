package dev.supervisord.ctl;

import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogPosition;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads lines of logs; when they are followed, goes on with the next daemon where the last one ended, so that no line is missing or there
 * twice. One thread uses it.
 */
final class LogsReading {
    private final Session session;
    private final LogsRequest request;
    private final LineOutput output;
    private final Following following;
    private final Map<Stream, LogPosition> positions = new LinkedHashMap<>();

    LogsReading(Session session, LogsRequest request, LineOutput output) {
        this.session = session;
        this.request = request;
        this.output = output;
        this.following = new Following(new Outage(session.console()));
    }

    private record Stream(String name, Channel channel) {}

    /** Reads until the daemon says that it is over, or nobody takes what is printed. */
    void read() {
        following.run(this::copy, () -> request.getFollow() && !positions.isEmpty());
    }

    private void copy() {
        Console console = session.console();
        Iterator<LogsResponse> responses = session.logs().logs(next());
        while (!console.isClosed() && responses.hasNext()) {
            LogsResponse response = responses.next();
            following.isAnswered();
            response.getNoticesList().forEach(notice -> console.error("... " + notice + " ..."));
            response.getLinesList().forEach(output::line);
            console.flush();
            for (LogPosition position : response.getPositionsList()) {
                positions.put(new Stream(position.getName(), position.getChannel()), position);
            }
        }
    }

    /** The last lines were given with the first positions. */
    private LogsRequest next() {
        return positions.isEmpty()
                ? request
                : request.toBuilder()
                        .clearLines()
                        .addAllAfter(positions.values())
                        .build();
    }
}
