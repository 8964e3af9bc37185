package dev.supervisord.output;

/** Where the bytes of a stream also go, line by line, once they are stored. Used by the output thread. */
final class Tap {
    private boolean open;

    boolean isOpen() {
        return open;
    }

    /** These bytes were stored. */
    void feed(byte[] bytes, int from, int to) {
        // Filled in with the sinks.
    }
}
