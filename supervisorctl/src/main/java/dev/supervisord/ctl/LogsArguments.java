package dev.supervisord.ctl;

import com.google.protobuf.Timestamp;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogsRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** The arguments of {@code logs}: options and names in any order. */
final class LogsArguments {
    private final LogsRequest.Builder request = LogsRequest.newBuilder();
    private boolean json;
    private String wrong = "";

    static LogsArguments of(List<String> words) {
        LogsArguments arguments = new LogsArguments();
        for (int at = 0; at < words.size() && arguments.wrong.isEmpty(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                arguments.option(word.substring(0, equals), word.substring(equals + 1));
            } else if (!word.startsWith("-")) {
                arguments.name(word);
            } else if (!arguments.flag(word)) {
                at++;
                arguments.option(word, at < words.size() ? words.get(at) : "");
            }
        }
        return arguments;
    }

    LogsRequest request() {
        return request.build();
    }

    boolean json() {
        return json;
    }

    /** What is wrong with them; empty when nothing is. */
    String wrong() {
        return wrong;
    }

    private void name(String word) {
        switch (word) {
            case "stdout" -> request.addChannels(Channel.CHANNEL_STDOUT);
            case "stderr" -> request.addChannels(Channel.CHANNEL_STDERR);
            default -> request.addSelectors(word);
        }
    }

    private boolean flag(String word) {
        switch (word) {
            case "-f", "--follow" -> request.setFollow(true);
            case "--json" -> json = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void option(String name, String value) {
        switch (name) {
            case "--since" -> time(name, value).ifPresent(request::setSince);
            case "--until" -> time(name, value).ifPresent(request::setUntil);
            case "--grep" -> request.setGrep(value);
            case "-n", "--lines" -> {
                if (value.matches("[0-9]{1,9}")) {
                    request.setLines(Long.parseLong(value));
                } else {
                    wrong = name + " takes a number of lines, not '" + value + "'";
                }
            }
            default -> wrong = "bad argument " + name;
        }
    }

    private Optional<Timestamp> time(String name, String value) {
        Optional<Instant> time = PointInTime.parse(value, ZonedDateTime.now(ZoneId.systemDefault()));
        if (time.isEmpty()) {
            wrong = name + " takes a time, not '" + value
                    + "'; write 10m, 1h30m, 2d, 18:00, 2026-11-21 or 2026-11-21T18:00:00Z";
        }
        return time.map(moment -> Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build());
    }
}
