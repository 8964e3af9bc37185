package dev.supervisord.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMarkTest {

    @Test
    void aMarkIsReadAsItWasWritten() {
        for (String name : List.of("web", "web:web_00", "a.b@c", "x@/run/s")) {
            RunMark mark = new RunMark(7, "k3-99", ProcessName.parse(name), "/run/s");
            assertEquals(Optional.of(mark), RunMark.parse(mark.toString(), "/run/s"));
        }
    }

    @Test
    void theMarkOfAnotherInstanceIsNone() {
        RunMark mark = new RunMark(7, "k3-99", ProcessName.parse("web"), "/run/s");
        assertEquals(Optional.empty(), RunMark.parse(mark.toString(), "/run/other"));
    }

    @Test
    void whatIsNoMarkIsNotTakenForOne() {
        for (String text :
                List.of("", "@/run/s", "1@/run/s", "1.x@/run/s", "x.y.z@/run/s", "1.2.@/run/s", "-1.2.a@/run/s")) {
            Optional<RunMark> read = RunMark.parse(text, "/run/s");
            read.ifPresent(mark -> assertEquals(text, mark.toString()));
            assertNotEquals(Optional.of("web"), read.map(mark -> mark.name().process()));
        }
        assertEquals(Optional.empty(), RunMark.parse("99999999999999999999.x.web@/run/s", "/run/s"));
    }

    @Test
    void theFingerprintChangesWithWhatOnlyANewRunCanTakeOver() {
        ProcessSpec spec = SpecBuilder.process("web").variable("A", "1").build();
        String print = RunFingerprint.of(spec);
        assertEquals("57a6b297eab107bc", print, "it must be the same in every version and JVM");
        assertEquals(
                print,
                RunFingerprint.of(SpecBuilder.process("web")
                        .variable("A", "1")
                        .startsecs(9)
                        .logfile("/l")
                        .build()));
        assertNotEquals(
                print,
                RunFingerprint.of(SpecBuilder.process("web").variable("A", "2").build()));
        assertNotEquals(
                print,
                RunFingerprint.of(SpecBuilder.process("web")
                        .variable("A", "1")
                        .command("other")
                        .build()));
        assertNotEquals(
                print,
                RunFingerprint.of(
                        SpecBuilder.process("web").variable("A", "1").noLog().build()));
    }
}
