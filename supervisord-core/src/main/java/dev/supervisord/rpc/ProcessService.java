package dev.supervisord.rpc;

import dev.supervisord.engine.Asker;
import dev.supervisord.engine.Control;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.engine.Explainer;
import dev.supervisord.engine.Outcome;
import dev.supervisord.engine.RunTrees;
import dev.supervisord.engine.RunUsage;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.Usage;
import dev.supervisord.output.Outputs;
import dev.supervisord.v1.DescribeRequest;
import dev.supervisord.v1.DescribeResponse;
import dev.supervisord.v1.ExplainRequest;
import dev.supervisord.v1.ExplainResponse;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.SignalRequest;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.StopRequest;
import dev.supervisord.v1.TreeProcess;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** {@code supervisord.v1.ProcessService}. */
final class ProcessService extends ProcessServiceGrpc.ProcessServiceImplBase {

    private final Control control;
    private final Inputs inputs;
    private final InputWriters writers;
    private final Outputs outputs;
    private final Supplier<Duration> monotonic;
    private final StatusMapper statuses;
    private final RunTrees trees;
    private final RunUsage usage;
    private final WatchFeed feed;
    private final Descriptions descriptions;
    private final Executor executor;

    /**
     * @param monotonic the clock that {@link Snapshot.ProcessView#since} is read from
     * @param executor where answers of the engine go on, so that the loop never waits for a client
     */
    ProcessService(
            Control control,
            Inputs inputs,
            InputWriters writers,
            Outputs outputs,
            Supplier<Duration> monotonic,
            StatusMapper statuses,
            RunTrees trees,
            RunUsage usage,
            WatchFeed feed,
            Descriptions descriptions,
            Executor executor) {
        this.control = control;
        this.inputs = inputs;
        this.writers = writers;
        this.outputs = outputs;
        this.monotonic = monotonic;
        this.statuses = statuses;
        this.trees = trees;
        this.usage = usage;
        this.feed = feed;
        this.descriptions = descriptions;
        this.executor = executor;
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> reply) {
        Snapshot snapshot = control.snapshot();
        Selection selection = snapshot.select(request.getSelectorsList());
        Duration now = monotonic.get();
        GetStatusResponse.Builder response = GetStatusResponse.newBuilder().setRevision(snapshot.revision());
        selection.processes().forEach(view -> response.addProcesses(status(view, now)));
        if (request.getTree()) {
            addTrees(selection.processes(), response);
        }
        if (request.getResources()) {
            addResources(selection.processes(), response);
        }
        selection.unknown().forEach(outcome -> response.addUnknown(ProtoMapper.result(outcome)));
        reply.onNext(response.build());
        reply.onCompleted();
    }

    private ProcessStatus status(Snapshot.ProcessView view, Duration now) {
        ProcessStatus.Builder status = ProtoMapper.status(view, now).toBuilder();
        outputs.status(view.name(), Outputs.Channel.STDOUT)
                .map(ProtoMapper::stream)
                .ifPresent(status::setStdout);
        outputs.status(view.name(), Outputs.Channel.STDERR)
                .map(ProtoMapper::stream)
                .ifPresent(status::setStderr);
        return status.build();
    }

    private void addTrees(List<Snapshot.ProcessView> processes, GetStatusResponse.Builder response) {
        RunTrees.Reading found = trees.of(processes);
        response.setTreeError(found.error());
        for (int i = 0; i < processes.size(); i++) {
            for (RunTrees.Member member :
                    found.trees().getOrDefault(processes.get(i).name(), List.of())) {
                response.getProcessesBuilder(i)
                        .addTree(TreeProcess.newBuilder()
                                .setPid(member.pid())
                                .setDepth(member.depth())
                                .setCommand(member.command()));
            }
        }
    }

    private void addResources(List<Snapshot.ProcessView> processes, GetStatusResponse.Builder response) {
        RunUsage.Reading found = usage.of(processes);
        response.setResourcesError(found.error());
        for (int i = 0; i < processes.size(); i++) {
            Usage used = found.usage().get(processes.get(i).name());
            if (used != null) {
                response.getProcessesBuilder(i).setResources(ProtoMapper.resources(used));
            }
        }
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> reply) {
        Snapshot snapshot = control.snapshot();
        Selection selection = snapshot.select(request.getSelectorsList());
        Duration now = monotonic.get();
        Explainer explainer = new Explainer(snapshot, now);
        ExplainResponse.Builder response = ExplainResponse.newBuilder();
        selection
                .processes()
                .forEach(view -> response.addExplanations(ExplanationMapper.explanation(explainer.explain(view), now)));
        selection.unknown().forEach(outcome -> response.addUnknown(ProtoMapper.result(outcome)));
        reply.onNext(response.build());
        reply.onCompleted();
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> reply) {
        descriptions.describe(request, view -> status(view, monotonic.get()), reply);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> reply) {
        WatchCall call =
                new WatchCall(request, (ServerCallStreamObserver<WatchResponse>) reply, control, feed, monotonic);
        feed.add(call);
        call.wake();
    }

    @Override
    public void start(StartRequest request, StreamObserver<OperationResponse> reply) {
        Asker asker = Peer.asker();
        operate(request.getSelectorsList(), reply, names -> control.start(names, wait(request.getNoWait()), asker));
    }

    @Override
    public void stop(StopRequest request, StreamObserver<OperationResponse> reply) {
        Wait wait = wait(request.getNoWait());
        Asker asker = Peer.asker();
        operate(
                request.getSelectorsList(),
                reply,
                names ->
                        request.getKeep() ? control.stopAndKeep(names, wait, asker) : control.stop(names, wait, asker));
    }

    @Override
    public void restart(RestartRequest request, StreamObserver<OperationResponse> reply) {
        Asker asker = Peer.asker();
        operate(request.getSelectorsList(), reply, names -> control.restart(names, wait(request.getNoWait()), asker));
    }

    @Override
    public void signal(SignalRequest request, StreamObserver<OperationResponse> reply) {
        Optional<Signal> signal = Signal.parse(request.getSignal());
        if (signal.isEmpty()) {
            reply.onError(statuses.badSignal(request.getSignal()));
            return;
        }
        operate(request.getSelectorsList(), reply, names -> control.signal(names, signal.get()));
    }

    @Override
    public StreamObserver<WriteInputRequest> writeInput(StreamObserver<WriteInputResponse> reply) {
        return new InputCall(
                control, inputs, writers, (ServerCallStreamObserver<WriteInputResponse>) reply, statuses, executor);
    }

    private static Wait wait(boolean noWait) {
        return noWait ? Wait.NO : Wait.UNTIL_DONE;
    }

    /** An operation on named processes. */
    private interface Operation {
        CompletionStage<List<Outcome>> on(List<String> names);
    }

    private void operate(List<String> names, StreamObserver<OperationResponse> reply, Operation operation) {
        if (names.isEmpty()) {
            reply.onError(statuses.missing("selectors"));
            return;
        }
        operation
                .on(names)
                .whenCompleteAsync(
                        (outcomes, failure) -> {
                            if (failure != null) {
                                reply.onError(statuses.failure(failure));
                            } else {
                                reply.onNext(ProtoMapper.response(outcomes));
                                reply.onCompleted();
                            }
                        },
                        executor);
    }
}
