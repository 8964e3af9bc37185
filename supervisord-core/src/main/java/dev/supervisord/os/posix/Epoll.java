package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.Readiness;
import java.util.concurrent.TimeUnit;

/** A set of descriptors in {@code epoll(7)}, with an {@code eventfd(2)} in it by which other threads wake the waiting one. */
final class Epoll implements Readiness {

    private static final int BATCH = 256;

    /** Marks the event of the eventfd; the tokens of others have 32 bits. */
    private static final long WAKE = 1L << 32;

    private final int epoll;
    private final int wake;
    private final Memory events = new Memory((long) BATCH * Linux.EPOLL_EVENT_SIZE);
    private final Memory drained = new Memory(8);
    private boolean closed;

    private Epoll(int epoll, int wake) {
        this.epoll = epoll;
        this.wake = wake;
    }

    static Epoll create() {
        int epoll = LibC.epoll_create1(Linux.O_CLOEXEC);
        if (epoll < 0) {
            throw Errno.failure("make a set of descriptors to wait for");
        }
        int wake = LibC.eventfd(0, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        if (wake < 0) {
            Errno reason = Errno.last();
            LibC.close(epoll);
            throw reason.asFailureTo("make an event to wake a thread");
        }
        Epoll set = new Epoll(epoll, wake);
        set.control(Linux.EPOLL_CTL_ADD, wake, WAKE, "watch an event");
        return set;
    }

    @Override
    public void add(Fd fd, int token) {
        control(Linux.EPOLL_CTL_ADD, fd.number(), token & 0xFFFFFFFFL, "watch descriptor " + fd.number());
    }

    @Override
    public void remove(Fd fd) {
        control(Linux.EPOLL_CTL_DEL, fd.number(), 0, "stop watching descriptor " + fd.number());
    }

    private void control(int operation, int fd, long data, String what) {
        Memory event = Scratch.ofThread().struct();
        event.setInt(0, Linux.EPOLLIN);
        event.setLong(Linux.EPOLL_EVENT_DATA, data);
        if (LibC.epoll_ctl(epoll, operation, fd, Scratch.address(event)) != 0) {
            throw Errno.failure(what);
        }
    }

    @Override
    public int await(int[] tokens, int millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int wait = millis;
        for (; ; ) {
            int ready = LibC.epoll_wait(epoll, Scratch.address(events), Math.min(BATCH, tokens.length + 1), wait);
            if (ready >= 0) {
                return collect(tokens, ready);
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                throw reason.asFailureTo("wait for input");
            }
            if (millis >= 0) {
                wait = (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            }
        }
    }

    /** What finds no room comes again, as long as it is readable. */
    private int collect(int[] tokens, int ready) {
        int count = 0;
        for (int i = 0; i < ready; i++) {
            long data = events.getLong((long) i * Linux.EPOLL_EVENT_SIZE + Linux.EPOLL_EVENT_DATA);
            if (data == WAKE) {
                LibC.read(wake, Scratch.address(drained), 8); // all wakes so far are one
            } else if (count < tokens.length) {
                tokens[count++] = (int) data;
            }
        }
        return count;
    }

    @Override
    public synchronized void wake() {
        if (closed) {
            return; // nobody waits any more, and the number may belong to another file
        }
        Memory one = Scratch.ofThread().struct();
        one.setLong(0, 1);
        if (LibC.write(wake, Scratch.address(one), 8) < 0 && !Errno.last().equals(Errno.EAGAIN)) {
            throw Errno.failure("wake a thread");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            LibC.close(wake);
            LibC.close(epoll);
        }
    }
}
