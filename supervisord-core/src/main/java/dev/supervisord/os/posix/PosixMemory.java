package dev.supervisord.os.posix;

/** The memory of this process outside of the Java heap; stateless. */
public final class PosixMemory {

    private PosixMemory() {}

    /**
     * Gives free memory of the C library back to the kernel, {@code malloc_trim(3)}: about 6 MiB some seconds after a start,
     * which the JVM's compiler does not need any more.
     */
    public static void trim() {
        LibC.malloc_trim(0); // tells whether anything was given back, which changes nothing
    }
}
