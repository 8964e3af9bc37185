package dev.supervisord.engine;

import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Start;
import dev.supervisord.output.StreamStatus;
import java.nio.file.Path;
import java.util.Optional;

/** Outputs that go nowhere, for tests that are not about them. */
class NoOutputs implements Outputs {

    @Override
    public void name(ProcessName process, OutputSpec spec) throws OpenFailed {
        // There is nothing to name.
    }

    @Override
    public Streams attach(ProcessName process, OutputSpec spec) throws OpenFailed {
        return new Streams(Optional.empty(), Optional.empty());
    }

    @Override
    public void detach(ProcessName process) {
        // There is nothing to detach.
    }

    @Override
    public void begin(ProcessName process, long run) {}

    @Override
    public void finish(ProcessName process) {}

    @Override
    public void flush(ProcessName process) {}

    @Override
    public void clear(ProcessName process) {
        throw unexpected();
    }

    @Override
    public Rotated rotate(ProcessName process) {
        throw unexpected();
    }

    @Override
    public void reopen() {
        throw unexpected();
    }

    @Override
    public void reuseAutoLog(ProcessName process, Channel channel, Path file) {
        throw unexpected();
    }

    @Override
    public Optional<Path> file(ProcessName process, Channel channel) {
        return Optional.empty();
    }

    @Override
    public Optional<StreamStatus> status(ProcessName process, Channel channel) {
        return Optional.empty();
    }

    @Override
    public void cutOffReaders() {
        // Nobody reads.
    }

    @Override
    public Tailing tail(ProcessName process, Channel channel, Start start, boolean follow, Tail tail) {
        throw unexpected();
    }

    @Override
    public Tailing tailFile(Path file, Start start, boolean follow, Tail tail) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("nobody asks for this here");
    }
}
