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
import org.junit.jupiter.api.io.TempDir;

/** What is sent to the system's loggers, and what happens where there is none. */
@Timeout(60)
class SystemLogTest {
    private static final StreamKey KEY = new StreamKey(new ProcessName("web", "web_00"), Channel.STDOUT);

    @TempDir
    Path directory;

    private final RecordedLog log = new RecordedLog();
    private final Logger logger = new Logger();
    private SystemLog systemLog = new SystemLog(logger, log, Path.of("/nobody"), Path.of("/dev/log"));

    /** A logger that keeps what it gets, and can be made to hang. */
    private static final class Logger implements Datagrams, Datagrams.Outlet {
        private final List<String> got = new CopyOnWriteArrayList<>();
        private volatile boolean listens = true;
        private volatile boolean hangs;

        @Override
        public Optional<Outlet> connect(Path socket) {
            return listens ? Optional.of(this) : Optional.empty();
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
        systemLog = new SystemLog(logger, log, Files.createFile(directory.resolve("journal")), Path.of("/dev/log"));
        feed(tap(), "a=b\tc\n");
        Eventually.until(() -> logger.got.size() == 1, () -> "nothing was sent");
        assertEquals(
                "PRIORITY=6\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER\n\6\0\0\0\0\0\0\0web_00\nSUPERVISORD_PROCESS\n"
                        + "\12\0\0\0\0\0\0\0web:web_00\nSUPERVISORD_STREAM\n\6\0\0\0\0\0\0\0stdout\nMESSAGE\n"
                        + "\5\0\0\0\0\0\0\0a=b\tc\n",
                logger.got.get(0));
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
