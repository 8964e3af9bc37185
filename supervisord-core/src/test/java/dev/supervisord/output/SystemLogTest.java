package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Datagrams;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.output.Outputs.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to the system's loggers, and what happens where there is none. */
@Timeout(300)
class SystemLogTest {
    private static final StreamKey KEY = new StreamKey(new ProcessName("web", "web_00"), Channel.STDOUT);

    private final RecordedLog log = new RecordedLog();
    private final Logger logger = new Logger();
    private SystemLog systemLog = SystemLog.of(Optional.empty(), logger, log);

    /** A logger that keeps what it gets, and can be made to hang. */
    private static final class Logger implements Datagrams, Datagrams.Outlet {
        private final List<String> got = new CopyOnWriteArrayList<>();
        private volatile boolean listens = true;
        private volatile boolean hangs;
        private volatile boolean journald;

        @Override
        public Optional<Outlet> connect(Path socket) {
            return listens && (journald || !socket.toString().contains("journal"))
                    ? Optional.of(this)
                    : Optional.empty();
        }

        @Override
        public Result send(byte[] message, int length) {
            if (hangs) {
                return Result.BUSY;
            }
            got.add(new String(message, 0, length, StandardCharsets.UTF_8));
            return Result.SENT;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void end() throws InterruptedException {
        systemLog.close();
    }

    private Tap tap() {
        Tap tap = new Tap(KEY, new PosixClock());
        tap.open(Optional.of(systemLog), false);
        return tap;
    }

    private static void feed(Tap tap, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tap.feed(bytes, 0, bytes.length);
    }

    @Test
    void aLineIsSentAsTheCLibraryDoes() {
        Tap tap = tap();
        feed(tap, "hello\nun");
        feed(tap, "finished");
        tap.finish();
        Eventually.until(() -> logger.got.size() == 2, () -> logger.got.toString());
        assertTrue(
                logger.got
                        .get(0)
                        .matches("<30>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d supervisord\\[\\d+]: web_00 hello"),
                logger.got.get(0));
        assertTrue(logger.got.get(1).endsWith(": web_00 unfinished"), logger.got.get(1));
    }

    @Test
    void journaldGetsFieldsWithTheirLengths() throws Exception {
        logger.journald = true;
        feed(tap(), "a=b\tc\n");
        Eventually.until(() -> logger.got.size() == 1, () -> "nothing was sent");
        assertEquals(
                "PRIORITY=6\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER\n\6\0\0\0\0\0\0\0web_00\nSUPERVISORD_PROCESS\n"
                        + "\12\0\0\0\0\0\0\0web:web_00\nSUPERVISORD_STREAM\n\6\0\0\0\0\0\0\0stdout\nMESSAGE\n"
                        + "\5\0\0\0\0\0\0\0a=b\tc\n",
                logger.got.get(0));
    }

    @Test
    void aConfiguredSocketGetsRfc5424() throws Exception {
        systemLog = SystemLog.of(Optional.of(Path.of("/run/app/log")), logger, log);
        feed(tap(), "a \u00e4\0b\n");
        Eventually.until(() -> logger.got.size() == 1, () -> "nothing was sent");
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertTrue(
                logger.got
                        .get(0)
                        .matches("<30>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z " + host
                                + " web:web_00 - stdout \\[origin software=\"supervisord\"] a \u00e4 b"),
                logger.got.get(0));
    }

    @Test
    void namesThatRfc5424DoesNotAllowAreMadeFit() {
        systemLog = SystemLog.of(Optional.of(Path.of("/run/app/log")), logger, log);
        StreamKey key = new StreamKey(new ProcessName("a b\u00e4", "x".repeat(100)), Channel.STDERR);
        Tap tap = new Tap(key, new PosixClock());
        tap.open(Optional.of(systemLog), false);
        feed(tap, "text\n");
        Eventually.until(() -> logger.got.size() == 1, () -> "nothing was sent");
        assertTrue(logger.got.get(0).contains(" a_b_:" + "x".repeat(43) + " - stderr ["), logger.got.get(0));
    }

    @Test
    void aLoggerThatHangsCostsLinesAndTheyAreCounted() {
        logger.hangs = true;
        Tap tap = tap();
        for (int i = 0; i < 5000; i++) {
            feed(tap, i + "\n");
        }
        assertTrue(tap.refused() >= 2900, () -> tap.refused() + " refused");
        logger.hangs = false;
        Eventually.until(() -> logger.got.size() + tap.refused() == 5000, () -> "" + logger.got.size());
    }

    @Test
    void aMissingLoggerIsToldOnceAndFoundAgain() {
        logger.listens = false;
        feed(tap(), "kept\n");
        Eventually.until(() -> log.lines().size() == 1, () -> log.lines().toString());
        logger.listens = true;
        Eventually.until(() -> logger.got.size() == 1, () -> log.lines().toString());
        assertEquals("INFO the system log can be reached again", log.lines().get(1));
    }
}
