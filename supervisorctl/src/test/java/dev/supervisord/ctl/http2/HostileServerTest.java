package dev.supervisord.ctl.http2;

import static dev.supervisord.ctl.http2.HostileServer.HEADERS;
import static dev.supervisord.ctl.http2.HostileServer.SETTINGS;
import static dev.supervisord.ctl.http2.HostileServer.TRAILERS;
import static dev.supervisord.ctl.http2.HostileServer.concat;
import static dev.supervisord.ctl.http2.HostileServer.frame;
import static dev.supervisord.ctl.http2.HostileServer.hex;
import static dev.supervisord.ctl.http2.HostileServer.trailers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The channel against servers that break the rules, and against rare but allowed behaviour that grpc-java never shows. */
@Timeout(300)
class HostileServerTest {
    private static final byte[] EMPTY_MESSAGE = frame(0, 0, 1, "0000000000");

    @TempDir
    private Path directory;

    private static Arguments fault(String name, Status.Code expected, byte[]... pieces) {
        return Arguments.of(Named.of(name, concat(pieces)), expected);
    }

    static Stream<Arguments> faults() {
        byte[] http1 = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Status.Code internal = Status.Code.INTERNAL;
        Status.Code unavailable = Status.Code.UNAVAILABLE;
        return Stream.of(
                fault("nothing", unavailable),
                fault("an answer in HTTP/1", internal, http1),
                fault("no settings first", internal, HEADERS),
                fault("an acknowledgement first", internal, frame(4, 1, 0, "")),
                fault("half a frame header", unavailable, SETTINGS, new byte[] {0, 0}),
                fault("half a frame", unavailable, SETTINGS, frame(100, 1, 4, 1, new byte[10])),
                fault("too large a frame", internal, SETTINGS, frame(16_385, 0, 0, 1, new byte[20])),
                fault("the largest length", internal, SETTINGS, frame(0xffffff, 0, 0, 1, new byte[20])),
                fault("settings of 5 bytes", internal, frame(4, 0, 0, "0000000000")),
                fault("settings on a stream", internal, frame(4, 0, 1, "")),
                fault("a ping of 7 bytes", internal, SETTINGS, frame(6, 0, 0, "00000000000000")),
                fault("a promised push", internal, SETTINGS, frame(5, 4, 1, "00000002")),
                fault("data on another stream", internal, SETTINGS, frame(0, 0, 3, "00")),
                fault("headers on another stream", internal, SETTINGS, frame(1, 4, 3, "88")),
                fault("data before headers", internal, SETTINGS, EMPTY_MESSAGE),
                fault("a window update of 0", internal, SETTINGS, frame(8, 0, 0, "00000000")),
                fault(
                        "a window beyond 2^31",
                        internal,
                        SETTINGS,
                        frame(8, 0, 1, "7fffffff"),
                        frame(8, 0, 1, "7fffffff")),
                fault("an initial window beyond 2^31", internal, frame(4, 0, 0, "0004ffffffff")),
                fault("more padding than bytes", internal, SETTINGS, HEADERS, frame(0, 8, 1, "ff00")),
                fault("headers that are noise", internal, SETTINGS, frame(1, 4, 1, "7fffffffff")),
                fault("headers without a status", internal, SETTINGS, frame(1, 4, 1, "83")),
                fault("a status that is no number", internal, SETTINGS, frame(1, 4, 1, "0803" + hex("abc"))),
                fault(
                        "headers cut by a ping",
                        internal,
                        SETTINGS,
                        frame(1, 0, 1, "88"),
                        frame(6, 0, 0, "00".repeat(8))),
                fault("a continuation of nothing", internal, SETTINGS, frame(9, 4, 1, "88")),
                fault("a compressed message", internal, SETTINGS, HEADERS, frame(0, 0, 1, "0100000000")),
                fault(
                        "a message of 4 GiB",
                        Status.Code.RESOURCE_EXHAUSTED,
                        SETTINGS,
                        HEADERS,
                        frame(0, 0, 1, "00ffffffff")),
                fault("an end within a message", internal, SETTINGS, HEADERS, frame(0, 0, 1, "0000000005aa"), TRAILERS),
                fault("an end without trailers", internal, SETTINGS, HEADERS, frame(0, 1, 1, "0000000000")),
                fault("trailers that do not end", internal, SETTINGS, HEADERS, frame(1, 4, 1, trailers("0"))),
                fault("no answer at all", internal, SETTINGS, HEADERS, TRAILERS),
                fault("two answers", internal, SETTINGS, HEADERS, EMPTY_MESSAGE, EMPTY_MESSAGE, TRAILERS),
                fault("the end of the connection", unavailable, SETTINGS, HEADERS, EMPTY_MESSAGE),
                fault("no room for calls", unavailable, SETTINGS, frame(7, 0, 0, "0000000000000000")),
                fault("no gRPC status", Status.Code.UNKNOWN, SETTINGS, HEADERS, frame(1, 5, 1, "00016100")),
                fault("a status out of range", Status.Code.UNKNOWN, SETTINGS, frame(1, 5, 1, statusOnly("77"))),
                fault("a web page", Status.Code.UNKNOWN, SETTINGS, frame(1, 4, 1, "88" + "0f1009" + hex("text/html"))),
                fault("not found", Status.Code.UNIMPLEMENTED, SETTINGS, frame(1, 5, 1, "8d")));
    }

    private static String statusOnly(String status) {
        return "88" + "0f1010" + hex("application/grpc") + trailers(status);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultyAnswerIsOneCleanError(byte[] answer, Status.Code expected) throws IOException {
        try (HostileServer server = HostileServer.saying(socket(), answer)) {
            StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> call(60));
            assertEquals(expected, failure.getStatus().getCode(), failure.toString());
            assertNotNull(failure.getStatus().getDescription());
            assertTrue(server.seen().length > 0, "the connection was closed");
        }
    }

    @Test
    void anAnswerInHttp1IsNamed() throws IOException {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (HostileServer server = HostileServer.saying(socket(), answer)) {
            StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> call(60));
            assertTrue(String.valueOf(failure.getMessage()).contains("HTTP/1"), failure.toString());
            assertNotNull(server);
        }
    }

    @ParameterizedTest
    @CsvSource({"7,UNAVAILABLE", "8,CANCELLED", "11,RESOURCE_EXHAUSTED", "12,PERMISSION_DENIED", "2,INTERNAL"})
    void aResetStreamIsToldByItsReason(String code, Status.Code expected) throws IOException {
        byte[] reset = frame(3, 0, 1, "000000" + HexFormat.of().toHexDigits(Byte.parseByte(code)));
        try (HostileServer server = HostileServer.saying(socket(), SETTINGS, HEADERS, reset)) {
            assertEquals(expected, codeOf(60));
            assertNotNull(server);
        }
    }

    @Test
    void aServerThatNeverAnswersIsLeftAtTheDeadline() throws IOException {
        try (HostileServer server = HostileServer.sayingAndWaiting(socket(), SETTINGS, HEADERS)) {
            assertEquals(Status.Code.DEADLINE_EXCEEDED, codeOf(0.2));
            assertNotNull(server);
        }
    }

    @Test
    void aServerThatTakesNothingIsLeftAtTheDeadline() throws IOException {
        try (HostileServer server = HostileServer.sayingAndWaiting(socket(), SETTINGS)) {
            StatusRuntimeException failure = assertThrows(
                    StatusRuntimeException.class, () -> Bytes.unary(channel(), deadline(0.2), Bytes.random(1_000_000)));
            assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.getStatus().getCode(), "its window stays closed");
            assertNotNull(server);
        }
    }

    @Test
    void aServerThatDoesNotEvenReadIsLeftAtTheDeadline() throws IOException {
        byte[] openWindows = concat(SETTINGS, frame(8, 0, 0, "3fffffff"), frame(8, 0, 1, "3fffffff"));
        try (HostileServer server = new HostileServer(socket(), client -> {
            HostileServer.write(client, openWindows);
            awaitEnd();
        })) {
            StatusRuntimeException failure = assertThrows(
                    StatusRuntimeException.class, () -> Bytes.unary(channel(), deadline(0.3), Bytes.random(9_000_000)));
            assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.getStatus().getCode());
            synchronized (this) {
                ended = true;
                notifyAll();
            }
            assertNotNull(server);
        }
    }

    private boolean ended;

    private synchronized void awaitEnd() {
        try {
            while (!ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** More headers than anybody needs, in continuations without end. */
    @Test
    void headersWithoutEndAreRefused() throws IOException {
        byte[] piece = frame(9, 0, 1, "0001617f81" + "00".repeat(16_000));
        try (HostileServer server = new HostileServer(socket(), client -> {
            HostileServer.write(client, concat(SETTINGS, frame(1, 0, 1, "88")));
            for (int i = 0; i < 10_000; i++) {
                HostileServer.write(client, piece);
            }
        })) {
            assertEquals(Status.Code.INTERNAL, codeOf(60));
            assertNotNull(server);
        }
    }

    @Test
    void dataBeyondTheWindowIsRefused() throws IOException {
        byte[] begin = frame(0, 0, 1, "00" + "00400000"); // a message of 4 MiB
        byte[] piece = frame(16_384, 0, 0, 1, new byte[16_384]);
        try (HostileServer server = new HostileServer(socket(), client -> {
            HostileServer.write(client, concat(SETTINGS, frame(1, 4, 1, "88" + "0f1010" + hex("application/grpc"))));
            HostileServer.write(client, begin);
            for (int i = 0; i < 1000; i++) {
                HostileServer.write(client, piece);
            }
        })) {
            // The client gives the window back while it reads; what counts is that it ends, and cleanly.
            Status.Code code = codeOf(60);
            assertTrue(code == Status.Code.INTERNAL || code == Status.Code.UNAVAILABLE, code.toString());
            assertNotNull(server);
        }
    }

    @Test
    void noiseIsAlwaysACleanError() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            byte[] framed =
                    frame(random.nextInt(12), random.nextInt(256), random.nextInt(3), hex("x".repeat(noise.length)));
            System.arraycopy(noise, 0, framed, 9, noise.length);
            Path socket = directory.resolve("r" + round);
            try (HostileServer server =
                    HostileServer.saying(socket, SETTINGS, framed, round % 2 == 0 ? HEADERS : noise)) {
                UnixChannel channel = new UnixChannel(socket, "test/1");
                assertInstanceOf(
                        StatusRuntimeException.class,
                        assertThrows(RuntimeException.class, () -> Bytes.unary(channel, deadline(5), new byte[0])),
                        "seed " + seed + " round " + round);
                assertNotNull(server);
            }
        }
    }

    /** Everything that the protocol allows and that must not matter. */
    @Test
    void rareButAllowedFramesAreUnderstood() throws IOException {
        byte[] answer = concat(
                frame(4, 0, 0, "000500005000" + "00ff00000001"), // larger frames allowed, an unknown setting
                frame(4, 1, 0, ""),
                frame(0x77, 0xff, 99, "deadbeef"), // a frame of unknown type
                frame(2, 0, 1, "0000000010"), // PRIORITY
                frame(6, 0, 0, "0102030405060708"),
                frame(8, 0, 5, "00000001"), // a window of a stream that is not ours
                frame(7, 0, 0, "0000000100000000"), // GOAWAY after our stream
                frame(1, 4, 1, "0803" + hex("103")), // early hints
                frame(1, 0x08 | 0x20, 1, "03" + "0000000000" + "88" + "000000"), // padded, with priority
                frame(9, 0, 1, ""),
                frame(9, 4, 1, "0f1016" + hex("application/grpc+proto")),
                frame(0, 8, 1, "02" + "000000" + "0000"), // half a prefix, padded
                frame(0, 0, 1, ""),
                frame(0, 0, 1, "00" + "03" + "aa"),
                frame(0, 0, 1, "bbcc"),
                frame(1, 5, 1, trailers("0")),
                frame(3, 0, 1, "00000000"));
        try (HostileServer server = HostileServer.saying(socket(), answer)) {
            assertArrayEquals(
                    new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc},
                    Bytes.unary(channel(), deadline(60), new byte[0]));
            byte[] pong = frame(6, 1, 0, "0102030405060708");
            assertTrue(contains(server.seen(), pong), "the ping was answered");
        }
    }

    /** The windows open by a single byte, then by little, then move by settings. */
    @Test
    void aRequestFollowsTheServersWindows() throws IOException {
        byte[] request = Bytes.random(70_000);
        try (HostileServer server = new HostileServer(socket(), client -> {
            HostileServer.write(client, SETTINGS);
            for (int i = 0; i < 100; i++) {
                HostileServer.write(client, concat(frame(8, 0, 0, "00000001"), frame(8, 0, 1, "00000001")));
            }
            HostileServer.write(client, frame(4, 0, 0, "000400010063")); // 100 less than the default
            HostileServer.write(client, concat(frame(8, 0, 0, "00010000"), frame(8, 0, 1, "00010000")));
            HostileServer.write(client, concat(HEADERS, EMPTY_MESSAGE, TRAILERS));
        })) {
            assertEquals(0, Bytes.unary(channel(), deadline(60), request).length);
            assertTrue(endsWith(bodyOf(server.seen()), request), "the whole request came");
        }
    }

    @Test
    void anAnswerBeforeTheRequestIsCompleteEndsTheCall() throws IOException {
        byte[] early = concat(SETTINGS, frame(1, 5, 1, statusOnly("8")));
        try (HostileServer server = HostileServer.sayingAndWaiting(socket(), early)) {
            StatusRuntimeException failure = assertThrows(
                    StatusRuntimeException.class, () -> Bytes.unary(channel(), deadline(60), Bytes.random(1_000_000)));
            assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
            assertNotNull(server);
        }
    }

    /** The payloads of all DATA frames. */
    private static byte[] bodyOf(byte[] seen) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 24; // the preface
        while (at + 9 <= seen.length) {
            int length = (seen[at] & 0xff) << 16 | (seen[at + 1] & 0xff) << 8 | (seen[at + 2] & 0xff);
            if (seen[at + 3] == 0) {
                body.write(seen, at + 9, length);
            }
            at += 9 + length;
        }
        return body.toByteArray();
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        return whole.length >= end.length
                && Arrays.equals(whole, whole.length - end.length, whole.length, end, 0, end.length);
    }

    private static boolean contains(byte[] whole, byte[] part) {
        return new String(whole, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    private Path socket() {
        return directory.resolve("s.sock");
    }

    private UnixChannel channel() {
        return new UnixChannel(socket(), "test/1");
    }

    private static CallOptions deadline(double seconds) {
        return CallOptions.DEFAULT.withDeadlineAfter((long) (seconds * 1000), TimeUnit.MILLISECONDS);
    }

    private byte[] call(double seconds) {
        return Bytes.unary(channel(), deadline(seconds), new byte[0]);
    }

    private Status.Code codeOf(double seconds) throws IOException {
        return assertThrows(StatusRuntimeException.class, () -> call(seconds))
                .getStatus()
                .getCode();
    }
}
