package dev.supervisord.rpc;

import com.google.protobuf.ByteString;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.Resume;
import dev.supervisord.output.Outputs.Tailing;
import dev.supervisord.output.Place;
import dev.supervisord.output.Start;
import dev.supervisord.v1.AttachOutput;
import dev.supervisord.v1.AttachResponse;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a process as an attached client sees it: followed first, and read to its end when the run is over.
 *
 * <p>Bytes come on a thread of the output side, and only while the transport takes them; everything else may be called by any
 * thread.
 */
final class AttachedStream {

    /** Who shows it. */
    interface Screen {
        boolean isReady();

        void show(AttachResponse response);

        /** It has been read to the end that was asked for. */
        void ended();

        /** The daemon ends. */
        void cutOff();

        void failed(String reason);
    }

    private final Outputs outputs;
    private final ProcessName process;
    private final Outputs.Channel channel;
    private final Screen screen;

    private Start next;
    private @Nullable Reading reading;
    private boolean closed;

    /** @param start where to begin */
    AttachedStream(Outputs outputs, ProcessName process, Outputs.Channel channel, Start start, Screen screen) {
        this.outputs = outputs;
        this.process = process;
        this.channel = channel;
        this.next = start;
        this.screen = screen;
    }

    /** Follows it from now on. */
    void follow() throws LogException {
        read(true);
    }

    /** Reads what has not been read yet, and then {@linkplain Screen#ended it is over}. */
    void finish() {
        try {
            read(false);
        } catch (LogException gone) {
            screen.ended(); // the process was removed, and its log with it
        }
    }

    private void read(boolean follow) throws LogException {
        Reading fresh;
        Start from;
        synchronized (this) {
            if (closed) {
                return;
            }
            stop();
            fresh = new Reading();
            reading = fresh;
            from = next;
        }
        fresh.closeLater(outputs.tail(process, channel, from, follow, fresh));
    }

    /** More can be shown than before. */
    void resume() {
        Reading present;
        synchronized (this) {
            present = reading;
        }
        if (present != null) {
            present.resume.resume();
        }
    }

    synchronized void close() {
        closed = true;
        stop();
    }

    private void stop() {
        Reading present = reading;
        reading = null;
        if (present != null) {
            present.close();
        }
    }

    /** Shows it if it is from the reader that reads now, and remembers how far that is. */
    private synchronized void show(Reading from, Place after, AttachOutput.Builder output) {
        if (reading == from) {
            next = new Start.After(after.cursor());
            screen.show(AttachResponse.newBuilder()
                    .setOutput(output.setChannel(ProtoMapper.channel(channel))
                            .setCursor(after.cursor().text()))
                    .build());
        }
    }

    private synchronized boolean isCurrent(Reading asking) {
        return reading == asking;
    }

    /** One reader of the log; the one that follows is replaced by one that comes to an end. */
    private final class Reading implements Outputs.Tail {

        private volatile Resume resume = () -> {};
        private @Nullable Tailing tail;
        private boolean over;
        private long missed;

        private synchronized void closeLater(Tailing opened) {
            tail = opened;
            if (over) {
                opened.close();
            }
        }

        private synchronized void close() {
            Tailing opened = over ? null : tail;
            over = true;
            if (opened != null) {
                opened.close();
            }
        }

        @Override
        public boolean isReady() {
            return screen.isReady();
        }

        @Override
        public void opened(Resume how) {
            resume = how;
        }

        @Override
        public void begun(Place at, boolean lost) {
            show(this, at, AttachOutput.newBuilder().setCursorLost(lost));
        }

        @Override
        public void bytes(byte[] bytes, int length, Place after) {
            show(
                    this,
                    after,
                    AttachOutput.newBuilder()
                            .setData(ByteString.copyFrom(bytes, 0, length))
                            .setMissedBytes(missed));
            missed = 0;
        }

        @Override
        public void missed(long bytes) {
            missed += bytes;
        }

        @Override
        public void ended() {
            atEnd(screen::ended);
        }

        @Override
        public void cutOff() {
            atEnd(screen::cutOff);
        }

        @Override
        public void failed(String reason) {
            atEnd(() -> screen.failed(reason));
        }

        private void atEnd(Runnable told) {
            if (isCurrent(this)) {
                if (missed > 0) {
                    screen.show(AttachResponse.newBuilder()
                            .setOutput(AttachOutput.newBuilder()
                                    .setChannel(ProtoMapper.channel(channel))
                                    .setMissedBytes(missed))
                            .build());
                }
                told.run();
            }
        }
    }
}
