package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.log.Log;
import dev.supervisord.log.LogThreshold;
import dev.supervisord.model.LogLevel;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.SetLogLevelRequest;
import dev.supervisord.v1.SetLogLevelResponse;
import dev.supervisord.v1.ShutdownRequest;
import dev.supervisord.v1.ShutdownResponse;
import dev.supervisord.v1.UpgradeRequest;
import dev.supervisord.v1.UpgradeResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code supervisord.v1.DaemonService}. */
final class DaemonService extends DaemonServiceGrpc.DaemonServiceImplBase {

    private final Control control;
    private final GetVersionResponse version;
    private final Upgrader upgrader;
    private final LogThreshold threshold;
    private final Log log;
    private final StatusMapper statuses;
    private final Executor executor;

    DaemonService(
            Control control,
            GetVersionResponse version,
            Upgrader upgrader,
            LogThreshold threshold,
            Log log,
            StatusMapper statuses,
            Executor executor) {
        this.control = control;
        this.version = version;
        this.upgrader = upgrader;
        this.threshold = threshold;
        this.log = log;
        this.statuses = statuses;
        this.executor = executor;
    }

    @Override
    public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> reply) {
        reply.onNext(version.toBuilder()
                .setLogLevel(ProtoMapper.level(threshold.threshold()))
                .build());
        reply.onCompleted();
    }

    @Override
    public void setLogLevel(SetLogLevelRequest request, StreamObserver<SetLogLevelResponse> reply) {
        Optional<LogLevel> level = ProtoMapper.level(request.getLevel());
        if (level.isEmpty()) {
            reply.onError(statuses.missing("level"));
            return;
        }
        LogLevel previous = threshold.threshold(level.get());
        log.log(LogLevel.CRITICAL, "the log level is " + level.get() + " from now on; it was " + previous);
        reply.onNext(SetLogLevelResponse.newBuilder()
                .setPrevious(ProtoMapper.level(previous))
                .build());
        reply.onCompleted();
    }

    @Override
    public void upgrade(UpgradeRequest request, StreamObserver<UpgradeResponse> reply) {
        upgrader.upgrade().whenComplete((accepted, failure) -> {
            if (failure != null) {
                reply.onError(statuses.failure(failure));
            } else {
                reply.onNext(UpgradeResponse.newBuilder()
                        .setVersion(accepted.version())
                        .setUpgrades(accepted.upgrades())
                        .build());
                reply.onCompleted();
            }
        });
    }

    @Override
    public void shutdown(ShutdownRequest request, StreamObserver<ShutdownResponse> reply) {
        control.shutdown(Peer.asker())
                .whenCompleteAsync(
                        (nothing, failure) -> {
                            if (failure != null) {
                                reply.onError(statuses.failure(failure));
                            } else {
                                reply.onNext(ShutdownResponse.getDefaultInstance());
                                reply.onCompleted();
                            }
                        },
                        executor);
    }
}
