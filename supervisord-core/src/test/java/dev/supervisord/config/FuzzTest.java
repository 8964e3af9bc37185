package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, reading it ends with a plan or with errors, never with an exception. */
class FuzzTest {
    private static final int ROUNDS = 4000;
    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "[program:x]\n",
            "[program.x]\n",
            "=",
            ":",
            "\n",
            "\r",
            "\r\n",
            " ",
            "\t",
            ";",
            "#",
            " ;",
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "\\",
            "\\\n",
            "%",
            "%%",
            "%(",
            "%(here)s",
            "%(process_num)d",
            "%s",
            "%(x)99999999999d",
            ",",
            ".",
            "{",
            "}",
            "command",
            "numprocs=3\n",
            "environment=A=\"",
            "stdout_logfile=",
            "\0",
            "\u00a0",
            "é",
            "\ud83d\ude00",
            "999999999999999999999",
            "-1",
            "true",
            "umask = \"7777777\"\n",
            "port=65535\n",
            "[group:g]\nprograms=x\n",
            "[include]\nfiles=*.conf\n",
            "[DEFAULT]\n",
            "files = ['*']\n",
            "user=root\n",
            "~",
            "~x/",
            "/");
    private static final String INI = """
            [supervisord]
            environment=A="1",B='x y'
            [program:x]
            command=/bin/sh -c "echo %(process_num)02d; cat" ; comment
              more words
            numprocs=2
            process_name=%(program_name)s_%(process_num)d
            stdout_logfile=/tmp/%(program_name)s.log
            environment=C="%(ENV_HOME)s"
            [group:g]
            programs=x
            [eventlistener:l]
            command=/bin/cat
            events=TICK
            """;
    private static final String TOML = """
            [supervisord]
            environment = { A = "1", "b c" = 'x y' }
            [program.x]
            command = [\"/bin/sh\", '-c', \"\"\"echo %(process_num)02d; \\
              cat\"\"\"]
            numprocs = 2
            stopwaitsecs = "1m30s"
            exitcodes = [0, 2] # comment
            [program.x.environment]
            C = "%(ENV_HOME)s"
            [group.g]
            programs = ["x"]
            """;

    @Test
    void mutatedIniIsReadOrRefused() {
        mutate(INI, Reading.INI);
    }

    @Test
    void mutatedTomlIsReadOrRefused() {
        mutate(TOML, Reading.TOML);
    }

    private static void mutate(String valid, String file) {
        assertEquals(List.of(), read(valid, file).errors());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder(valid);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
                    default -> text.insert(at, valid, 0, random.nextInt(valid.length()));
                }
            }
            try {
                Reading read = read(text.toString(), file);
                assertEquals(
                        read.result().plan().isEmpty(),
                        !read.errors().isEmpty(),
                        "a plan exactly when there is no error");
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", text:\n" + text, failure);
            }
        }
    }

    private static Reading read(String text, String file) {
        return Reading.of(new FakeMachine().bytes(file, text.getBytes(StandardCharsets.UTF_8)), file);
    }
}
