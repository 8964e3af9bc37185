package dev.supervisord.os.posix;

import com.sun.jna.Structure;

/**
 * Linking the C library, which takes longest of all that a start of the daemon waits for. Whoever calls it first links it; this is for
 * those who want that done before, at the same time as something else.
 */
public final class Linking {

    private Linking() {}

    /** Links it, if that was not done; waits for it. */
    public static void complete() {
        LibC.getpid();
    }

    /**
     * Does a part of it that is independent of the rest, so that two threads may share it: JNA reads an annotation of one of
     * its classes, for which Java makes classes at run time, in 10 ms, and then remembers what it has read.
     */
    public static void prepare() {
        try {
            var unused = Class.forName("com.sun.jna.Structure$FFIType", false, Structure.class.getClassLoader())
                    .getAnnotation(Structure.FieldOrder.class);
        } catch (ClassNotFoundException otherVersion) {
            // There is nothing to prepare in this version of JNA.
        }
    }
}
