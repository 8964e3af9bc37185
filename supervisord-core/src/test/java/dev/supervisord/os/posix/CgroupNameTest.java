package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupNameTest {

    @ParameterizedTest
    @CsvSource({"web,web_00,web:web_00", "web,web,web:web", "a b,c/d,a%20b:c%2fd", "ä%,..,%c3%a4%25:..", "a:b,c,a%3ab:c"
    })
    void aNameIsADirectoryAndBack(String group, String process, String directory) {
        ProcessName name = new ProcessName(group, process);
        assertEquals(Optional.of(directory), CgroupName.of(name));
        assertEquals(Optional.of(name), CgroupName.parse(directory));
    }

    @Test
    void whatWasNotMadeHereIsNoName() {
        assertEquals(Optional.empty(), CgroupName.parse("cgroup.procs"));
        assertEquals(Optional.empty(), CgroupName.parse(CgroupName.OWN));
        assertEquals(Optional.empty(), CgroupName.parse("a:%zz"));
        assertEquals(Optional.empty(), CgroupName.parse("a:%ff"));
        assertEquals(Optional.empty(), CgroupName.of(new ProcessName("x".repeat(200), "y".repeat(55))));
    }

    @Test
    void daemonsHaveDifferentNames() {
        String one = CgroupName.ofDaemon("/run/supervisord");
        assertTrue(CgroupName.isOfDaemon(one), one);
        assertNotEquals(one, CgroupName.ofDaemon("/run/other"));
    }

    @Test
    void theHomeOfWhatIsFartherBelowIsThatOfTheProcess() {
        String daemon = CgroupName.ofDaemon("/run/supervisord");
        Path home = Path.of("/system.slice", daemon, "web:web");
        assertEquals(Optional.of(home), CgroupName.home(home.resolve("of/its/own"), daemon));
        assertEquals(Optional.of(home), CgroupName.home(home, daemon));
        assertEquals(Optional.empty(), CgroupName.home(Path.of("/system.slice", daemon), daemon));
    }
}
