package dev.supervisord.rpc;

import static dev.supervisord.rpc.FedLogs.CAT;
import static dev.supervisord.rpc.FedLogs.NOON;
import static dev.supervisord.rpc.FedLogs.WEB;
import static dev.supervisord.rpc.FedLogs.all;
import static dev.supervisord.rpc.FedLogs.at;
import static dev.supervisord.rpc.FedLogs.texts;
import static dev.supervisord.rpc.FedLogs.time;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.rpc.FedLogs.Log;
import dev.supervisord.v1.LogsResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a search gives of logs whose bytes a test gives it. */
class LogSearchTest extends LogSearching {
    @Test
    void linesOfSeveralLogsComeInTheOrderOfTheirTimes() {
        Iterator<LogsResponse> responses = logs.search(WEB);
        logs.next().write(at(1, "a") + at(4, "b") + at(4, "c") + at(9, "d")).end();
        logs.next().write(at(0, "e") + at(4, "f") + at(5, "g")).end();
        assertEquals(List.of("1 e", "0 a", "0 b", "0 c", "1 f", "1 g", "0 d"), texts(all(responses)));
    }

    @Test
    void aLineWithoutATimeFollowsTheOneBeforeIt() {
        Iterator<LogsResponse> responses = logs.search(WEB);
        logs.next()
                .write(at(1, "Exception") + "  at one\n  at two\n" + at(7, "x"))
                .end();
        logs.next().write(at(2, "e") + at(6, "f")).end();
        assertEquals(List.of("0 Exception", "0   at one", "0   at two", "1 e", "1 f", "0 x"), texts(all(responses)));
    }

    @Test
    void whereTheClockWentBackTheLinesOfALogStayInOrder() {
        Iterator<LogsResponse> responses = logs.search(WEB);
        logs.next().write(at(5, "a") + at(1, "b") + at(6, "c")).end();
        logs.next().write(at(4, "d") + at(5, "e")).end();
        assertEquals(List.of("1 d", "0 a", "0 b", "1 e", "0 c"), texts(all(responses)));
    }

    @Test
    void rawLogsGoByWhenTheirFilesBegan() {
        Iterator<LogsResponse> responses = logs.search(WEB);
        Log first = logs.next().write("old\n");
        first.fileBegan = NOON.plusSeconds(3).toEpochMilli();
        first.write("young\n").end();
        logs.next().write(at(2, "e") + at(4, "f")).end();
        assertEquals(List.of("0 old", "1 e", "0 young", "1 f"), texts(all(responses)));
    }

    @Test
    void theEndsOfATimeBelongToIt() {
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().setSince(time(2)).setUntil(time(4)).build());
        logs.next()
                .write(at(1, "1") + at(2, "2") + at(3, "3") + at(4, "4") + at(5, "5"))
                .end();
        assertEquals(List.of("cat 2", "cat 3", "cat 4"), texts(all(responses)));
        assertTrue(logs.asked().get(1).contains("Since[time=2026-11-21T12:00:02Z]"));
    }

    @Test
    void rawLinesAreShownWithANoticeWhenTimesAreAskedFor() {
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().setSince(time(2)).build());
        logs.next().write("one\ntwo\n").end();
        LogsResponse response = all(responses);
        assertEquals(List.of("cat one", "cat two"), texts(response));
        assertEquals(1, response.getNoticesCount());
        assertTrue(response.getNotices(0).startsWith("cat stdout: lines have no times"));
    }

    @Test
    void aLineOfAHundredMegabytesIsSearchedInParts() {
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().setGrep("needle").build());
        byte[] block = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        Log log = logs.next();
        for (int i = 0; i < 100; i++) {
            log.write(block);
        }
        log.write("\nneedle\n").end();
        assertEquals(List.of("cat needle"), texts(all(responses)));
    }

    @Test
    void onlyLinesThatFitTheExpressionCome() {
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().setGrep("E[R]+OR|\\d{3}").build());
        logs.next().write("an ERROR\nfine\n404\n40\n").end();
        assertEquals(List.of("cat an ERROR", "cat 404"), texts(all(responses)));
    }

    @Test
    void anExpressionWithoutEndIsRefusedAndTheSearchIsOver() {
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().setGrep("(x+x+)+y").build());
        Log log = logs.next().write("x".repeat(5000) + "\n");
        assertEquals("PATTERN_TOO_COSTLY", Refusal.of(responses::hasNext).reason());
        logs.awaitClosed(log);
    }

    @Test
    void theLastLinesAreThoseOfAllLogsTogether() {
        Iterator<LogsResponse> responses =
                logs.search(WEB.toBuilder().setLines(3).build());
        logs.next().write(at(1, "a") + at(4, "b")).end();
        logs.next().write(at(2, "c") + at(3, "d")).end();
        assertEquals(List.of("1 c", "1 d", "0 b"), texts(all(responses)));
    }

    @Test
    void aLastLineWithoutItsEndIsALine() {
        Iterator<LogsResponse> responses = logs.search(CAT);
        logs.next().write("one\n\ntwo").end();
        assertEquals(List.of("cat one", "cat ", "cat two"), texts(all(responses)));
    }

    @Test
    void whatWasRemovedIsToldAndDoesNotGlueLinesTogether() {
        Iterator<LogsResponse> responses = logs.search(CAT);
        Log log = logs.next().write("one\ntw");
        log.reader.missed(700);
        log.write("three\n");
        log.reader.missed(5);
        log.end();
        LogsResponse response = all(responses);
        assertEquals(List.of("cat one", "cat tw", "cat three"), texts(response));
        assertEquals(
                List.of(
                        "cat stdout: 700 bytes were removed before they could be read",
                        "cat stdout: 5 bytes were removed before they could be read"),
                response.getNoticesList());
    }

    /** Any bytes in any pieces: the same lines as a plain sort of them, and positions that end where the logs do. */
    @Test
    void anyBytesGiveTheLinesThatASortOfThemGives() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Iterator<LogsResponse> responses = logs.search(WEB);
            List<TimedText> expected = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                byte[] bytes = randomLog(random, number, expected);
                Log log = logs.next();
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(3000));
                    log.write(Arrays.copyOfRange(bytes, at, at + length));
                    at += length;
                }
                log.end();
            }
            expected.sort(Comparator.comparingLong(TimedText::millis));
            assertEquals(expected.stream().map(TimedText::text).toList(), texts(all(responses)), "seed " + seed);
        }
    }

    private record TimedText(long millis, String text) {}

    private static byte[] randomLog(Random random, int number, List<TimedText> expected) {
        StringBuilder log = new StringBuilder();
        long last = 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            byte[] noise = new byte[random.nextInt(random.nextInt(20) == 0 ? 1_500 : 60)];
            random.nextBytes(noise);
            String text = new String(noise, StandardCharsets.ISO_8859_1).replace('\n', '\0');
            boolean timed = random.nextInt(3) > 0;
            if (timed) {
                int second = random.nextInt(50);
                last = Math.max(last, NOON.plusSeconds(second).toEpochMilli());
                log.append(at(second, text));
            } else {
                log.append(text).append('\n');
            }
            expected.add(new TimedText(last, number + " " + text));
        }
        return log.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
