package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.Tailing;
import dev.supervisord.output.Start;
import dev.supervisord.v1.ClearRequest;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.RotateRequest;
import dev.supervisord.v1.TailDaemonRequest;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code supervisord.v1.LogService}. Runs on the calls' own pool, which may wait for the disk. */
final class LogService extends LogServiceGrpc.LogServiceImplBase {

    private final Control control;
    private final Outputs outputs;
    private final Optional<Path> daemonLog;
    private final StatusMapper statuses;
    private final Quota readers;
    private final LogSearches searches;

    /** @param readers how many may read logs at a time, for each user and in all */
    LogService(
            Control control,
            Outputs outputs,
            Optional<Path> daemonLog,
            StatusMapper statuses,
            Quota readers,
            LogSearches searches) {
        this.control = control;
        this.outputs = outputs;
        this.daemonLog = daemonLog;
        this.statuses = statuses;
        this.readers = readers;
        this.searches = searches;
    }

    @Override
    public void tail(TailRequest request, StreamObserver<TailResponse> reply) {
        Selection selection = control.snapshot().select(List.of(request.getName()));
        if (selection.processes().isEmpty()) {
            reply.onError(statuses.noSuchProcess(request.getName()));
            return;
        }
        if (selection.processes().size() > 1) {
            reply.onError(statuses.severalProcesses(request.getName()));
            return;
        }
        ProcessName name = selection.processes().get(0).name();
        Outputs.Channel channel = ProtoMapper.channel(request.getChannel());
        Optional<Start> start = start(request.getCursor(), request.hasLines(), request.getLines(), request.getBytes());
        if (start.isEmpty()) {
            reply.onError(statuses.badCursor(request.getCursor()));
            return;
        }
        read(reply, call -> {
            outputs.flush(name);
            return outputs.tail(name, channel, start.get(), request.getFollow(), call);
        });
    }

    @Override
    public void tailDaemon(TailDaemonRequest request, StreamObserver<TailResponse> reply) {
        if (daemonLog.isEmpty()) {
            reply.onError(statuses.noDaemonLog());
            return;
        }
        Path file = daemonLog.get();
        Optional<Start> start = start(request.getCursor(), request.hasLines(), request.getLines(), request.getBytes());
        if (start.isEmpty()) {
            reply.onError(statuses.badCursor(request.getCursor()));
            return;
        }
        read(reply, call -> outputs.tailFile(file, start.get(), request.getFollow(), call));
    }

    /** Where to begin; empty when there is a cursor that is none. */
    private static Optional<Start> start(String cursor, boolean byLines, long lines, long bytes) {
        if (!cursor.isEmpty()) {
            return Cursor.parse(cursor).map(Start.After::new);
        }
        return Optional.of(byLines ? new Start.Lines(lines) : new Start.Bytes(bytes));
    }

    @Override
    public void logs(LogsRequest request, StreamObserver<LogsResponse> reply) {
        searches.begin(request, (ServerCallStreamObserver<LogsResponse>) reply);
    }

    /** Begins to read a log. */
    private interface Reading {
        Tailing begin(TailCall call) throws LogException;
    }

    private void read(StreamObserver<TailResponse> reply, Reading reading) {
        Object user = Peer.CONTEXT.get().account();
        if (!readers.take(user)) {
            reply.onError(statuses.tooMany("log readers"));
            return;
        }
        TailCall call =
                new TailCall((ServerCallStreamObserver<TailResponse>) reply, statuses, () -> readers.giveBack(user));
        try {
            call.closeWhenOver(reading.begin(call));
        } catch (LogException refused) {
            reply.onError(statuses.log(refused));
        }
    }

    @Override
    public void clear(ClearRequest request, StreamObserver<OperationResponse> reply) {
        change(request.getSelectorsList(), reply, ResultCode.RESULT_CODE_CLEARED, name -> {
            outputs.clear(name);
            return "";
        });
    }

    @Override
    public void rotate(RotateRequest request, StreamObserver<OperationResponse> reply) {
        change(request.getSelectorsList(), reply, ResultCode.RESULT_CODE_ROTATED, name -> remark(outputs.rotate(name)));
    }

    private static String remark(Outputs.Rotated rotated) {
        return switch (rotated) {
            case NOTHING -> "there is nothing in its logs";
            case DONE -> "";
            case AT_END_OF_LINE -> "it ends within a line, and is rotated as soon as that ends";
        };
    }

    /** Something done to the files of one process; gives a remark for people. */
    private interface FileChange {
        String on(ProcessName name) throws LogException;
    }

    private void change(
            List<String> selectors, StreamObserver<OperationResponse> reply, ResultCode done, FileChange change) {
        if (selectors.isEmpty()) {
            reply.onError(statuses.missing("selectors"));
            return;
        }
        Selection selection = control.snapshot().select(selectors);
        OperationResponse.Builder response = OperationResponse.newBuilder();
        selection.unknown().forEach(outcome -> response.addResults(ProtoMapper.result(outcome)));
        for (ProcessView view : selection.processes()) {
            String name = view.name().toString();
            try {
                response.addResults(ProtoMapper.result(name, done, change.on(view.name())));
            } catch (LogException refused) {
                String why = refused.getMessage() == null ? "" : refused.getMessage();
                response.addResults(ProtoMapper.result(name, ResultCode.RESULT_CODE_LOG_FAILED, why));
            }
        }
        reply.onNext(response.build());
        reply.onCompleted();
    }
}
