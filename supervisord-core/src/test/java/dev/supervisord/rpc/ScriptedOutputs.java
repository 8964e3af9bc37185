package dev.supervisord.rpc;

import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Start;
import dev.supervisord.output.StreamStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs as a test tells them: it hands out the readers that the server made, and accepts nothing else. */
final class ScriptedOutputs implements Outputs {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Tail> readers = new CopyOnWriteArrayList<>();
    private final List<Tail> closed = new CopyOnWriteArrayList<>();
    private final List<Resume> resumed = new CopyOnWriteArrayList<>();
    private final Map<String, StreamStatus> statuses = new ConcurrentHashMap<>();
    private volatile Optional<String> refusal = Optional.empty();

    void has(String stream, StreamStatus status) {
        statuses.put(stream, status);
    }

    void refuses(String why) {
        refusal = Optional.of(why);
    }

    List<String> asked() {
        return asked;
    }

    /** The readers in the order of their beginning. */
    List<Tail> readers() {
        return readers;
    }

    boolean isClosed(Tail reader) {
        return closed.contains(reader);
    }

    /** How often readers asked for more. */
    int resumed() {
        return resumed.size();
    }

    private void check(String question) throws LogException {
        asked.add(question);
        if (refusal.isPresent()) {
            throw new LogException(refusal.get());
        }
    }

    private Tailing begin(Tail tail) {
        tail.opened(new Resume() {
            @Override
            public void resume() {
                resumed.add(this);
            }
        });
        readers.add(tail);
        return () -> {
            if (isClosed(tail)) {
                throw new IllegalStateException("a reader is closed once");
            }
            closed.add(tail);
        };
    }

    @Override
    public Tailing tail(ProcessName process, Channel channel, Start start, boolean follow, Tail tail)
            throws LogException {
        check("tail " + process + " " + channel.word() + " " + start + (follow ? " follow" : ""));
        return begin(tail);
    }

    @Override
    public Tailing tailFile(Path file, Start start, boolean follow, Tail tail) throws LogException {
        check("tail " + file + " " + start + (follow ? " follow" : ""));
        return begin(tail);
    }

    @Override
    public void cutOffReaders() {
        asked.add("cut off");
    }

    @Override
    public void flush(ProcessName process) {
        asked.add("flush " + process);
    }

    @Override
    public void clear(ProcessName process) throws LogException {
        check("clear " + process);
    }

    @Override
    public Rotated rotate(ProcessName process) throws LogException {
        check("rotate " + process);
        return Rotated.DONE;
    }

    @Override
    public void begin(ProcessName process, long run) {
        throw unexpected();
    }

    @Override
    public void finish(ProcessName process) {
        throw unexpected();
    }

    @Override
    public Optional<StreamStatus> status(ProcessName process, Channel channel) {
        return Optional.ofNullable(statuses.get(process + " " + channel.word()));
    }

    @Override
    public void name(ProcessName process, OutputSpec spec) {
        throw unexpected();
    }

    @Override
    public Streams attach(ProcessName process, OutputSpec spec) {
        throw unexpected();
    }

    @Override
    public void detach(ProcessName process) {
        throw unexpected();
    }

    @Override
    public void reopen() {
        throw unexpected();
    }

    @Override
    public void reuseAutoLog(ProcessName process, Channel channel, Path file) {
        throw new IllegalStateException("the services do not ask for this");
    }

    @Override
    public Optional<Path> file(ProcessName process, Channel channel) {
        return Optional.of(Path.of("/var/log", process + "." + channel.word()));
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("no call of the API asks for this");
    }
}
