package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LaunchAttributes;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that say what a process is given at its launch, and what is refused of them before anything is launched. */
class LaunchSectionTest {
    private static final String PRESENT = "/sys/devices/system/cpu/present";

    private static LaunchAttributes ini(String more) {
        return Reading.ini("[program:p]\ncommand=/bin/cat\n" + more)
                .process("p")
                .attributes();
    }

    private static LaunchAttributes toml(String more) {
        return Reading.toml("[program.p]\ncommand = \"/bin/cat\"\n" + more)
                .process("p")
                .attributes();
    }

    @Test
    void theLoginIsGivenInTomlAndLeftInIniFilesAsSupervisorLeavesIt() {
        assertTrue(toml("user = \"nobody\"\n").credentials().login());
        assertFalse(toml("user = \"nobody\"\nlogin_env = false\n").credentials().login());
        assertFalse(toml("login_env = true\n").credentials().login(), "there is no user");
        assertFalse(ini("user=nobody\n").credentials().login());
        assertTrue(ini("user=nobody\nlogin_env=true\n").credentials().login());
    }

    @Test
    void limitsAreSoftAndHard() {
        assertEquals(
                "as=1073741824,core=unlimited,nofile=1024:4096",
                ini("limits=nofile=1024:4096,core=unlimited,as=\"1GB\"\n")
                        .limits()
                        .toString());
        assertEquals(
                "core=0:unlimited,nofile=64",
                toml("limits = { nofile = 64, core = \"0:unlimited\" }\n")
                        .limits()
                        .toString());
    }

    @Test
    void prioritiesAreThoseOfTheKernel() {
        LaunchAttributes read = ini("nice=-5\nionice=best-effort:3\ncpu_affinity=3,0-1\noom_score_adj=-200\n");
        assertEquals(OptionalInt.of(-5), read.priorities().nice());
        assertEquals("best-effort:3", read.priorities().io().orElseThrow().toString());
        assertEquals("0-1,3", read.priorities().cpus().orElseThrow().toString());
        assertEquals(OptionalInt.of(-200), read.priorities().oomScoreAdjustment());
        assertEquals(
                "2",
                toml("cpu_affinity = 2\n").priorities().cpus().orElseThrow().toString());
        assertEquals(
                "idle",
                toml("ionice = \"idle\"\n").priorities().io().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "limits=nofiles=5|there is no limit 'nofiles'|did you mean nofile?",
                "limits=nofile=5|too little|at least 16",
                "limits=nofile=200:100|soft limit above its hard one|smaller number first",
                "limits=core=many|the limit core = 'many' is none|soft:hard or unlimited",
                "limits=core=1:2:3|the limit core|soft:hard",
                "nice=20|20 is out of range|from -20 to 19",
                "oom_score_adj=-1001|-1001 is out of range|from -1000 to 1000",
                "ionice=fast|'fast' is no class|best-effort:0",
                "ionice=idle:3|'idle:3' is no class|idle",
                "cpu_affinity=1-0|'1-0' is no list|0-1,3",
                "cpu_affinity=x|'x' is no list|0-1,3",
                "cpu_affinity=9999|'9999' is no list|0-1,3",
                "stdin=file|'file' is no standard input|write pipe or null",
                "group=no-such|there is no such group|group of this machine"
            })
    void whatCannotBeIsAnErrorThatSaysWhatToWrite(String line, String what, String advice) {
        Reading.ini("[program:p]\ncommand=/bin/cat\n" + line + "\n").refused(what, advice);
    }

    @Test
    void aProcessorThatThisMachineDoesNotHaveIsAnError() {
        FakeMachine machine = new FakeMachine().file(PRESENT, "0-3\n");
        Reading.ini(machine, "[program:p]\ncommand=/bin/cat\ncpu_affinity=2-4\n")
                .refused("no processor 4", "out of 0-3");
        Reading.ini(machine, "[program:p]\ncommand=/bin/cat\ncpu_affinity=2-3\n")
                .plan();
    }

    @Test
    void expansionsAreMadeInLimits() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nlimits=nofile=%(ENV_NOFILE)s\n")
                .refused("ENV_NOFILE");
        FakeMachine machine = new FakeMachine().variable("NOFILE", "64:128");
        assertEquals(
                "nofile=64:128",
                Reading.ini(machine, "[program:p]\ncommand=/bin/cat\nlimits=nofile=%(ENV_NOFILE)s\n")
                        .process("p")
                        .attributes()
                        .limits()
                        .toString());
    }
}
