package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Http2.CONTINUATION;
import static dev.supervisord.systemtests.Http2.DATA;
import static dev.supervisord.systemtests.Http2.END_HEADERS;
import static dev.supervisord.systemtests.Http2.END_STREAM;
import static dev.supervisord.systemtests.Http2.HEADERS;
import static dev.supervisord.systemtests.Http2.HEADER_TABLE_SIZE;
import static dev.supervisord.systemtests.Http2.INITIAL_WINDOW_SIZE;
import static dev.supervisord.systemtests.Http2.PING;
import static dev.supervisord.systemtests.Http2.PRIORITY;
import static dev.supervisord.systemtests.Http2.RST_STREAM;
import static dev.supervisord.systemtests.Http2.WINDOW_UPDATE;
import static dev.supervisord.systemtests.Http2.call;
import static dev.supervisord.systemtests.Http2.frame;
import static dev.supervisord.systemtests.Http2.header;
import static dev.supervisord.systemtests.Http2.message;
import static dev.supervisord.systemtests.Http2.setting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What clients do that keep no rule, each on a connection of its own that has been introduced as HTTP/2. */
final class HostileClients {

    /** Far more than any limit; many times as much where {@code -Dhostile.rounds=N} says so. */
    private static final int FLOOD = 2_000 * Integer.getInteger("hostile.rounds", 1);

    private static final String STATUS = "ProcessService/GetStatus";
    private static final int STREAMS = 100;

    private HostileClients() {}

    /** What a client does until it is through, or is sent away. */
    interface Attack {
        void on(Wire wire) throws IOException;
    }

    /** All of them, by what they do. */
    static Map<String, Attack> all() {
        Map<String, Attack> all = new LinkedHashMap<>();
        all.put("garbage", wire -> wire.send(random(1 << 16)));
        all.put("HTTP/1", wire -> wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        all.put("a flood of pings", wire -> flood(wire, frame(PING, 0, 0, new byte[8])));
        all.put("a flood of settings", wire -> flood(wire, setting(HEADER_TABLE_SIZE, 1 << 30)));
        all.put("a flood of priorities", wire -> flood(wire, frame(PRIORITY, 0, 1, new byte[5])));
        all.put("windows of nothing", wire -> flood(wire, frame(WINDOW_UPDATE, 0, 0, new byte[4])));
        all.put("a window too large", wire -> flood(wire, frame(WINDOW_UPDATE, 0, 0, new byte[] {0x7f, -1, -1, -1})));
        all.put("headers without end", HostileClients::endlessHeaders);
        all.put("empty headers without end", HostileClients::emptyHeaders);
        all.put("empty data without end", HostileClients::emptyData);
        all.put("calls that are taken back", HostileClients::callsThatAreTakenBack);
        all.put("calls that the daemon has to take back", HostileClients::callsThatTheDaemonTakesBack);
        all.put(
                "headers of no table",
                wire -> wire.send(frame(HEADERS, END_HEADERS, 1, new byte[] {(byte) 0xff, 1, 2})));
        all.put("a frame of 16 MB", wire -> wire.send(new byte[] {-1, -1, -1, 0, 0, 0, 0, 0, 1}));
        all.put("metadata too large", wire -> begin(wire, 1, STATUS, "x-much", "y".repeat(15_000)));
        all.put("a message too long", wire -> ask(wire, 1, STATUS, message(false, Integer.MAX_VALUE, new byte[9])));
        all.put("a bomb", HostileClients::bomb);
        all.put(
                "no message of the API",
                wire -> floodOfCalls(wire, STATUS, message(false, 3, new byte[] {-1, -1, -1})));
        all.put("ever new headers", HostileClients::everNewHeaders);
        all.put("calls without time", HostileClients::callsWithoutTime);
        all.put(
                "calls that are not permitted",
                wire -> floodOfCalls(wire, "ProcessService/Start", message(false, 0, new byte[0])));
        all.put("60,000 names", wire -> ask(wire, 1, STATUS, names("w", 60_000)));
        all.put("costly patterns", HostileClients::costlyPatterns);
        all.put("answers that are not read", HostileClients::unreadAnswers);
        all.put("requests without end", HostileClients::unfinishedRequests);
        return all;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void flood(Wire wire, byte[] frame) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            wire.send(frame);
        }
    }

    private static void begin(Wire wire, int stream, String method, String... headers) throws IOException {
        wire.send(frame(HEADERS, END_HEADERS, stream, call(method, headers)));
    }

    /** A call with its whole request, as far as it fits into what the daemon takes ahead. */
    private static void ask(Wire wire, int stream, String method, byte[] message, String... headers)
            throws IOException {
        begin(wire, stream, method, headers);
        for (int from = 0; from < message.length; from += 1 << 14) {
            int to = Math.min(message.length, from + (1 << 14));
            byte[] part = Arrays.copyOfRange(message, from, to);
            wire.send(frame(DATA, to == message.length ? END_STREAM : 0, stream, part));
        }
    }

    private static void floodOfCalls(Wire wire, String method, byte[] message) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            ask(wire, 2 * i + 1, method, message);
            if (i % 50 == 49) {
                wire.drain();
            }
        }
    }

    private static void endlessHeaders(Wire wire) throws IOException {
        wire.send(frame(HEADERS, 0, 1, header("x-0", "y")));
        flood(wire, frame(CONTINUATION, 0, 1, header("x-more", "y".repeat(100))));
    }

    private static void emptyHeaders(Wire wire) throws IOException {
        wire.send(frame(HEADERS, 0, 1, header("x-0", "y")));
        flood(wire, frame(CONTINUATION, 0, 1, new byte[0]));
    }

    private static void emptyData(Wire wire) throws IOException {
        begin(wire, 1, STATUS);
        flood(wire, frame(DATA, 0, 1, new byte[0]));
    }

    private static void callsThatAreTakenBack(Wire wire) throws IOException {
        for (int stream = 1; stream < 2 * FLOOD; stream += 2) {
            begin(wire, stream, STATUS);
            wire.send(frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
    }

    /** A window that grows by nothing is a mistake in one call only, which the daemon resets. */
    private static void callsThatTheDaemonTakesBack(Wire wire) throws IOException {
        for (int stream = 1; stream < 2 * FLOOD; stream += 2) {
            begin(wire, stream, STATUS);
            wire.send(frame(WINDOW_UPDATE, 0, stream, new byte[4]));
        }
    }

    /** 50 MB of nothing in 50 kB. */
    private static void bomb(Wire wire) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 50; i++) {
                gzip.write(nothing);
            }
        }
        byte[] bytes = packed.toByteArray();
        ask(wire, 1, STATUS, message(true, bytes.length, bytes), "grpc-encoding", "gzip");
    }

    /** The name of the method comes back in each answer, which a table of headers would remember. */
    private static void everNewHeaders(Wire wire) throws IOException {
        wire.send(setting(HEADER_TABLE_SIZE, Integer.MAX_VALUE));
        for (int i = 0; i < FLOOD; i++) {
            wire.send(frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, call("No/" + i + "x".repeat(7_000))));
            if (i % 50 == 49) {
                wire.drain();
            }
        }
    }

    private static void callsWithoutTime(Wire wire) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            ask(
                    wire,
                    2 * i + 1,
                    STATUS,
                    message(false, 0, new byte[0]),
                    "grpc-timeout",
                    i % 2 == 0 ? "1n" : "99999999H");
            if (i % 50 == 49) {
                wire.drain();
            }
        }
    }

    /** A request with this name so many times. */
    private static byte[] names(String name, int count) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            request.write(0x0a);
            request.write((name.length() & 127) | (name.length() > 127 ? 128 : 0));
            if (name.length() > 127) {
                request.write(name.length() >> 7);
            }
            request.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] bytes = request.toByteArray();
        return message(false, bytes.length, bytes);
    }

    private static void costlyPatterns(Wire wire) throws IOException {
        byte[] request = names("*e".repeat(127) + "!", 100);
        for (int i = 0; i < STREAMS / 10; i++) {
            ask(wire, 2 * i + 1, STATUS, request);
        }
    }

    private static void unreadAnswers(Wire wire) throws IOException {
        wire.send(setting(INITIAL_WINDOW_SIZE, 0));
        for (int i = 0; i < STREAMS; i++) {
            ask(wire, 2 * i + 1, i % 2 == 0 ? STATUS : "ProcessService/Watch", message(false, 0, new byte[0]));
        }
    }

    private static void unfinishedRequests(Wire wire) throws IOException {
        for (int i = 0; i < STREAMS; i++) {
            begin(wire, 2 * i + 1, STATUS);
            wire.send(frame(DATA, 0, 2 * i + 1, message(false, 200_000, new byte[600])));
        }
    }
}
