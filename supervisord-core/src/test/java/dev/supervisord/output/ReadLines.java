package dev.supervisord.output;

import dev.supervisord.output.Outputs.Resume;
import dev.supervisord.output.Outputs.Tail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A reader of a log that keeps what it gets, and can be made to take no more. */
class ReadLines implements Tail {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private Resume resume = () -> {};
    private long missed;
    private boolean ready = true;

    /** The last answer to {@link #isReady}: who asked before it changed may still act on it. */
    private boolean saidReady = true;

    private String end = "";
    private Cursor cursor = new Cursor(0, 0, 0);
    private boolean lost;
    private boolean begun;

    @Override
    public synchronized boolean isReady() {
        saidReady = ready;
        return ready;
    }

    @Override
    public synchronized void opened(Resume how) {
        resume = how;
    }

    @Override
    public synchronized void begun(Place at, boolean wasLost) {
        cursor = at.cursor();
        lost = wasLost;
        begun = true;
    }

    @Override
    public synchronized void bytes(byte[] bytes, int length, Place after) {
        cursor = after.cursor();
        if (!saidReady || !end.isEmpty()) {
            throw new AssertionError("bytes came to one who takes none");
        }
        got.write(bytes, 0, length);
    }

    @Override
    public synchronized void missed(long bytes) {
        missed += bytes;
    }

    @Override
    public synchronized void ended() {
        end = "ended";
    }

    @Override
    public synchronized void cutOff() {
        end = "cut off";
    }

    @Override
    public synchronized void failed(String reason) {
        end = reason;
    }

    void ready(boolean on) {
        Resume toCall;
        synchronized (this) {
            ready = on;
            toCall = resume;
        }
        if (on) {
            toCall.resume();
        }
    }

    synchronized String text() {
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    /** The last place. */
    synchronized Cursor cursor() {
        return cursor;
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized boolean isLost() {
        return lost;
    }

    synchronized long length() {
        return got.size();
    }

    synchronized long missed() {
        return missed;
    }

    /** Empty while it goes on; {@code ended}, or why it failed. */
    synchronized String end() {
        return end;
    }

    void await(String text) {
        Eventually.until(() -> text().equals(text), () -> "got " + text() + " " + end());
    }

    String awaitEnd() {
        Eventually.until(() -> !end().isEmpty(), () -> "did not end; got " + text());
        return text();
    }
}
