package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.os.posix.CleanMappings.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanMappingsTest {

    private static List<String> mapping(String header, int resident, int anonymous) {
        return List.of(
                header,
                "Size:               1024 kB",
                "Rss:                " + resident + " kB",
                "Private_Dirty:         0 kB",
                "Anonymous:          " + anonymous + " kB",
                "VmFlags: rd ex mr mw me");
    }

    private static List<Mapping> in(String header, int resident, int anonymous) {
        return CleanMappings.in(mapping(header, resident, anonymous));
    }

    @Test
    void codeOfALibraryIsClean() {
        assertEquals(
                List.of(new Mapping(0x7f0000400000L, 0x100000L)),
                in(
                        "7f0000400000-7f0000500000 r-xp 00010000 fe:00 1234                       /usr/lib/libjvm.so",
                        900,
                        0));
    }

    @Test
    void aMappingOfWhichAPageWasChangedIsNot() {
        assertEquals(
                List.of(),
                in(
                        "7f0000400000-7f0000500000 r--p 00010000 fe:00 1234                       /usr/lib/libjvm.so",
                        900,
                        4));
    }

    @Test
    void aMappingThatCanBeWrittenIsNot() {
        assertEquals(
                List.of(),
                in(
                        "7f0000400000-7f0000500000 rw-p 00010000 fe:00 1234                       /usr/lib/libjvm.so",
                        900,
                        0));
    }

    @Test
    void whatMirrorsNoFileIsNot() {
        assertEquals(List.of(), in("7f0000400000-7f0000500000 r-xp 00000000 00:00 0 ", 900, 0));
        assertEquals(List.of(), in("7ffe00400000-7ffe00500000 r-xp 00000000 00:00 0                  [vdso]", 900, 0));
    }

    @Test
    void whatTakesNextToNoMemoryIsLeftAlone() {
        assertEquals(
                List.of(),
                in("7f0000400000-7f0000500000 r-xp 00010000 fe:00 1234                  /usr/lib/libjvm.so", 8, 0));
    }

    @Test
    void theTextOfThisKernelIsUnderstood() throws IOException {
        List<Mapping> clean = CleanMappings.in(Files.readAllLines(Path.of("/proc/self/smaps")));
        assertFalse(clean.isEmpty(), "not even the code of the JVM");
    }
}
