package dev.supervisord.output;

import dev.supervisord.output.Outputs.Resume;
import dev.supervisord.output.Outputs.Tail;
import java.nio.charset.StandardCharsets;

/** A reader of much, which takes all, counts it, and keeps only its end. */
final class CountedTail implements Tail {
    private static final int KEPT = 300;

    private String end = "";
    private long given;
    private boolean over;

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void opened(Resume how) {}

    @Override
    public void begun(Place at, boolean wasLost) {}

    @Override
    public synchronized void bytes(byte[] bytes, int length, Place after) {
        given += length;
        int from = Math.max(0, length - KEPT);
        String all = end + new String(bytes, from, length - from, StandardCharsets.ISO_8859_1);
        end = all.substring(Math.max(0, all.length() - KEPT));
    }

    @Override
    public void missed(long bytes) {}

    @Override
    public synchronized void ended() {
        over = true;
    }

    @Override
    public synchronized void cutOff() {
        over = true;
    }

    @Override
    public synchronized void failed(String reason) {
        throw new AssertionError(reason);
    }

    synchronized String end() {
        return end;
    }

    synchronized long given() {
        return given;
    }

    synchronized boolean isOver() {
        return over;
    }
}
