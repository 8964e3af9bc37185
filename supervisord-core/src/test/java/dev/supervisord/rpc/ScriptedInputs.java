package dev.supervisord.rpc;

import dev.supervisord.os.Inputs;
import dev.supervisord.os.Pid;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One pipe of 8 bytes, which a test reads as the process would. Any thread may call. */
final class ScriptedInputs implements Inputs {

    private static final int ROOM = 8;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final List<String> sizes = new ArrayList<>();
    private String refusal = "";
    private boolean reading;
    private int open;

    /** From now on the pipe cannot be opened for this reason. */
    synchronized void refuse(String reason) {
        refusal = reason;
    }

    /** From now on the process reads. */
    synchronized void readOn() {
        reading = true;
        drain();
    }

    synchronized String seen() {
        return read.toString(StandardCharsets.UTF_8);
    }

    synchronized int waiting() {
        return unread.size();
    }

    synchronized int stillOpen() {
        return open;
    }

    private void drain() {
        read.writeBytes(unread.toByteArray());
        unread.reset();
    }

    /** The sizes that the process's terminal was given. */
    synchronized List<String> sizes() {
        return List.copyOf(sizes);
    }

    @Override
    public synchronized boolean resize(Pid pid, int rows, int columns) {
        sizes.add(rows + "x" + columns);
        return true;
    }

    @Override
    public synchronized Opening open(Pid pid) {
        if (!refusal.isEmpty()) {
            return new Opening.Refused(refusal);
        }
        open++;
        return new Opening.Opened(new Pipe());
    }

    private final class Pipe implements Input {
        @Override
        public int write(byte[] from, int offset, int length) {
            synchronized (ScriptedInputs.this) {
                int part = Math.min(length, ROOM - unread.size());
                unread.write(from, offset, part);
                if (reading) {
                    drain();
                }
                return part;
            }
        }

        @Override
        public int unread() {
            return waiting();
        }

        @Override
        public void close() {
            synchronized (ScriptedInputs.this) {
                open--;
            }
        }
    }
}
