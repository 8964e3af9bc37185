package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which processes the names of {@code depends_on} mean, and which are refused. */
class DependencyNamesTest {

    private static String program(String name, String more) {
        return "[program:" + name + "]\ncommand=/bin/cat\n" + more;
    }

    private static List<String> dependencies(Reading read, String process) {
        return read.process(process).role().dependencies().stream()
                .map(ProcessName::toString)
                .toList();
    }

    private static String onlyError(Reading read) {
        assertEquals(1, read.errors().size(), read.errors()::toString);
        return read.errors().get(0);
    }

    @Test
    void aProgramMeansAllItsProcessesInWhateverGroup() {
        Reading read = Reading.ini(program("db", "numprocs=2\nprocess_name=db_%(process_num)d\n")
                + program("mq", "")
                + program("web", "depends_on=db, mq\n")
                + "[group:back]\nprograms=db,mq\n");
        assertEquals(List.of("back:db_0", "back:db_1", "back:mq"), dependencies(read, "web"));
    }

    @Test
    void groupsAndProcessesAreNamedAsOnTheCommandLine() {
        Reading read = Reading.ini(program("a", "")
                + program("b", "")
                + program("c", "depends_on=g:*\n")
                + program("d", "depends_on=g:b c\n")
                + "[group:g]\nprograms=a,b\n");
        assertEquals(List.of("g:a", "g:b"), dependencies(read, "c"));
        assertEquals(List.of("g:b", "c"), dependencies(read, "d"));
    }

    @Test
    void aProcessNamedTwiceIsOneDependency() {
        Reading read = Reading.ini(program("a", "") + program("b", "depends_on=a a:* a\n"));
        assertEquals(List.of("a"), dependencies(read, "b"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        String error = onlyError(Reading.ini(program("database", "") + program("web", "depends_on=databse\n")));
        assertEquals(
                "/etc/main.conf:6: [program:web] depends_on: names unknown program databse; did you mean database?",
                error);
    }

    @Test
    void aCycleIsRefusedAsAWholeAndOnce() {
        String error = onlyError(Reading.ini(program("web", "depends_on=api\n")
                + program("api", "depends_on=db\n")
                + program("db", "depends_on=web\n")
                + program("cron", "depends_on=web\n")));
        assertTrue(error.contains("the programs wait for each other: web -> api -> db -> web"), error);
    }

    @Test
    void dependingOnItselfIsRefused() {
        String error = onlyError(Reading.ini(program("web", "depends_on=web\n")));
        assertTrue(error.contains("the program depends on itself"), error);
    }

    @Test
    void waitingForWhatNobodyStartsIsAWarning() {
        Reading read = Reading.ini(program("db", "autostart=false\n") + program("web", "depends_on=db\n"));
        assertEquals(1, read.result().warnings().size());
        assertTrue(read.result().warnings().get(0).toString().contains("db has autostart=false"));
    }

    @Test
    void aOneshotIsNotStartedAgain() {
        String error = onlyError(Reading.ini(program("migrate", "type=oneshot\nautorestart=true\n")));
        assertTrue(error.contains("autorestart: a oneshot runs once to its end"), error);
    }
}
