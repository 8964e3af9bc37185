package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Run;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.v1.DescribeRequest;
import dev.supervisord.v1.DescribeResponse;
import dev.supervisord.v1.Description;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Setting;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Answers {@code Describe}. The files are read on the {@code config} thread, one call after the other. */
final class Descriptions {

    private final Control control;
    private final SettingsReader settings;
    private final StatusMapper statuses;
    private final Executor config;

    Descriptions(Control control, SettingsReader settings, StatusMapper statuses, Executor config) {
        this.control = control;
        this.settings = settings;
        this.statuses = statuses;
        this.config = config;
    }

    /** @param status tells all that is known of the state of a process */
    void describe(
            DescribeRequest request,
            Function<ProcessView, ProcessStatus> status,
            StreamObserver<DescribeResponse> reply) {
        if (request.getSelectorsList().isEmpty()) {
            reply.onError(statuses.missing("selectors"));
            return;
        }
        config.execute(() -> {
            try {
                reply.onNext(response(request.getSelectorsList(), status));
                reply.onCompleted();
            } catch (RuntimeException failure) {
                reply.onError(statuses.failure(failure));
            }
        });
    }

    private DescribeResponse response(List<String> selectors, Function<ProcessView, ProcessStatus> status) {
        Snapshot snapshot = control.snapshot();
        Selection selection = snapshot.select(selectors);
        DescribeResponse.Builder response = DescribeResponse.newBuilder();
        selection.unknown().forEach(outcome -> response.addUnknown(ProtoMapper.result(outcome)));
        List<ProcessView> processes = selection.processes();
        if (processes.isEmpty()) {
            return response.build();
        }
        SettingsReader.Shown shown = settings.show(
                processes.stream().map(ProcessView::spec).toList(),
                snapshot.plan().daemon());
        for (int i = 0; i < processes.size(); i++) {
            ProcessView process = processes.get(i);
            Description.Builder description =
                    Description.newBuilder().setStatus(status.apply(process)).setNote(shown.note());
            shown.settings().get(i).forEach(setting -> description.addSettings(setting(setting)));
            for (Run run : process.situation().runs()) {
                description.addRuns(ExplanationMapper.run(run));
            }
            process.situation().start().ifPresent(ask -> description.setStartRequested(ExplanationMapper.request(ask)));
            response.addDescriptions(description);
        }
        return response.build();
    }

    private static Setting setting(SettingsReader.Setting setting) {
        return Setting.newBuilder()
                .setKey(setting.key())
                .setValue(setting.value().orElse(""))
                .setFile(setting.file().orElse(""))
                .setLine(setting.line().orElse(0))
                .setIsDefault(setting.file().isEmpty())
                .setOutdated(setting.outdated().orElse(""))
                .build();
    }
}
