package dev.supervisord.rpc;

import com.google.protobuf.Timestamp;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Searches of logs whose bytes a test gives, one log after the other in the order in which a search opens them. */
final class FedLogs {
    static final LogsRequest WEB = LogsRequest.newBuilder()
            .addSelectors("web:*")
            .addChannels(Channel.CHANNEL_STDOUT)
            .build();
    static final LogsRequest CAT = LogsRequest.newBuilder()
            .addSelectors("cat")
            .addChannels(Channel.CHANNEL_STDOUT)
            .build();
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Rig rig;
    private final LogServiceBlockingStub client;
    private int opened;

    FedLogs(Path directory) throws IOException {
        rig = Rig.in(directory);
        client = LogServiceGrpc.newBlockingStub(rig.connect());
    }

    /** Begins a search. */
    Iterator<LogsResponse> search(LogsRequest request) {
        return client.logs(request);
    }

    /** The next log that a search opens. */
    Log next() {
        int number = opened++;
        Eventually.until(() -> rig.outputs.readers().size() > number, () -> "readers " + rig.outputs.readers());
        return new Log(number + 1, rig.outputs.readers().get(number));
    }

    /** What the output side was asked for. */
    List<String> asked() {
        return rig.outputs.asked();
    }

    void awaitClosed(Log log) {
        Eventually.until(() -> rig.outputs.isClosed(log.reader), () -> "the log is still open");
    }

    void close() throws InterruptedException {
        rig.close();
    }

    /** A log as the output side gives it. */
    static final class Log {
        final int inode;
        final Tail reader;
        long offset;
        long fileBegan;

        Log(int inode, Tail reader) {
            this.inode = inode;
            this.reader = reader;
            reader.begun(place(), false);
        }

        Place place() {
            return new Place(new Cursor(inode, 0, offset), fileBegan, 0);
        }

        Log write(String text) {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Log write(byte[] bytes) {
            for (int at = 0; at < bytes.length; ) {
                Eventually.until(reader::isReady, () -> "nothing is taken");
                int length = Math.min(bytes.length - at, reader.bytesMax());
                byte[] piece = new byte[length];
                System.arraycopy(bytes, at, piece, 0, length);
                at += length;
                offset += length;
                reader.bytes(piece, length, place());
            }
            return this;
        }

        void end() {
            reader.ended();
        }
    }

    /** A line with its time, so many seconds after {@link #NOON}. */
    static String at(int seconds, String text) {
        return NOON.plusSeconds(seconds).toString().replace("Z", ".000Z ") + text + "\n";
    }

    /** All that is left of a search. */
    static LogsResponse all(Iterator<LogsResponse> responses) {
        LogsResponse.Builder all = LogsResponse.newBuilder();
        responses.forEachRemaining(all::mergeFrom);
        return all.build();
    }

    private static String text(LogLine line) {
        return line.getName().replace("web:web_0", "") + " " + line.getText().toString(StandardCharsets.ISO_8859_1);
    }

    /** The lines, each after the word {@code cat} or the number of its process. */
    static List<String> texts(LogsResponse response) {
        return response.getLinesList().stream().map(FedLogs::text).toList();
    }

    static Timestamp time(int seconds) {
        return Timestamp.newBuilder()
                .setSeconds(NOON.getEpochSecond() + seconds)
                .build();
    }
}
