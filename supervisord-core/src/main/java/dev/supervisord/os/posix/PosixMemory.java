package dev.supervisord.os.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process outside of the Java heap; stateless. */
public final class PosixMemory {

    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    private PosixMemory() {}

    /**
     * Gives back to the kernel what a start leaves behind: free memory of the C library ({@code malloc_trim(3)}), and the pages
     * of program and archive files that were needed for the start. What is needed again comes back from the page cache, page
     * by page.
     *
     * @throws IOException when the kernel does not tell what is mapped; nothing else is affected
     */
    public static void trim() throws IOException {
        LibC.malloc_trim(0); // tells whether anything was given back, which changes nothing
        for (CleanMappings.Mapping mapping : CleanMappings.in(Files.readAllLines(MAPPINGS))) {
            // Refused where a file is locked in memory: then it stays.
            LibC.madvise(mapping.start(), mapping.length(), Linux.MADV_DONTNEED);
        }
    }
}
