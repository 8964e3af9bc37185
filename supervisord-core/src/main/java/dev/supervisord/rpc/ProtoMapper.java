package dev.supervisord.rpc;

import com.google.protobuf.Timestamp;
import dev.supervisord.engine.Outcome;
import dev.supervisord.engine.PlanChange;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.Phase;
import dev.supervisord.os.Usage;
import dev.supervisord.output.Outputs;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.Exit;
import dev.supervisord.v1.LaunchFailure;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessChange;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.SocketChange;
import dev.supervisord.v1.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The engine's values as messages of the API; what explains them is {@link ExplanationMapper}'s. Stateless. */
final class ProtoMapper {

    private ProtoMapper() {}

    static ProcessStatus status(ProcessView view, Duration now) {
        ProcessStatus.Builder status = ProcessStatus.newBuilder()
                .setGroup(view.name().group())
                .setProcess(view.name().process())
                .setState(state(view.phase()))
                .setGeneration(view.generation())
                .setReason(view.reason())
                .setKept(view.keptDown());
        view.pid().ifPresent(status::setPid);
        view.since().ifPresent(since -> status.setUptimeMs(now.minus(since).toMillis()));
        view.startedAt().ifPresent(at -> status.setStartedAt(timestamp(at)));
        view.endedAt().ifPresent(at -> status.setEndedAt(timestamp(at)));
        view.lastExit().ifPresent(exit -> status.setLastExit(exit(exit)));
        view.failure()
                .ifPresent(failure -> status.setLaunchFailure(LaunchFailure.newBuilder()
                        .setStage(failure.stage().name())
                        .setErrno(failure.errno())
                        .setMessage(failure.message())));
        view.spec().port().ifPresent(status::setPort);
        return status.build();
    }

    static StreamStatus stream(dev.supervisord.output.StreamStatus status) {
        return StreamStatus.newBuilder()
                .setLogFile(status.file().map(Object::toString).orElse(""))
                .setStoredBytes(status.storedBytes())
                .setStoredLines(status.storedLines())
                .setUncountedBytes(status.uncountedBytes())
                .setDroppedBytes(status.droppedBytes())
                .setDroppedLines(status.droppedLines())
                .setRotations(status.rotations())
                .setWaitingBytes(status.waitingBytes())
                .setWriteError(status.writeError())
                .setSyslogDroppedLines(status.syslogDroppedLines())
                .build();
    }

    static Resources resources(Usage usage) {
        return Resources.newBuilder()
                .setSource(
                        switch (usage.source()) {
                            case CGROUP -> Resources.Source.SOURCE_CGROUP;
                            case PROCESSES -> Resources.Source.SOURCE_PROCESSES;
                        })
                .setMemoryBytes(usage.memoryBytes())
                .setMemoryPeakBytes(usage.memoryPeakBytes().orElse(0))
                .setMemoryMaxBytes(usage.memoryMaxBytes().orElse(0))
                .setCpuUsec(usage.cpuMicros())
                .setTasks((int) usage.tasks())
                .setOomKills((int) usage.oomKills())
                .build();
    }

    static Exit exit(ExitStatus exit) {
        if (exit instanceof ExitStatus.Exited exited) {
            return Exit.newBuilder().setCode(exited.code()).build();
        }
        if (exit instanceof ExitStatus.Signaled signaled) {
            return Exit.newBuilder()
                    .setSignal(Exit.Termination.newBuilder()
                            .setName(signaled.signal().toString())
                            .setNumber(signaled.signal().number())
                            .setCoreDumped(signaled.coreDumped()))
                    .build();
        }
        return Exit.getDefaultInstance(); // ended, but nobody saw how
    }

    static Channel channel(Outputs.Channel channel) {
        return channel == Outputs.Channel.STDERR ? Channel.CHANNEL_STDERR : Channel.CHANNEL_STDOUT;
    }

    /** Standard output unless it is the other. */
    static Outputs.Channel channel(Channel channel) {
        return channel == Channel.CHANNEL_STDERR ? Outputs.Channel.STDERR : Outputs.Channel.STDOUT;
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static ProcessState state(Phase phase) {
        return switch (phase) {
            case STOPPED -> ProcessState.PROCESS_STATE_STOPPED;
            case STARTING -> ProcessState.PROCESS_STATE_STARTING;
            case RUNNING -> ProcessState.PROCESS_STATE_RUNNING;
            case BACKOFF -> ProcessState.PROCESS_STATE_BACKOFF;
            case STOPPING -> ProcessState.PROCESS_STATE_STOPPING;
            case EXITED -> ProcessState.PROCESS_STATE_EXITED;
            case FATAL -> ProcessState.PROCESS_STATE_FATAL;
            case UNKNOWN -> ProcessState.PROCESS_STATE_UNKNOWN;
        };
    }

    static OperationResponse response(List<Outcome> outcomes) {
        OperationResponse.Builder response = OperationResponse.newBuilder();
        outcomes.forEach(outcome -> response.addResults(result(outcome)));
        return response.build();
    }

    static OperationResult result(Outcome outcome) {
        return result(outcome.name(), code(outcome.code()), outcome.detail());
    }

    static OperationResult result(String name, ResultCode code, String detail) {
        return OperationResult.newBuilder()
                .setName(name)
                .setCode(code)
                .setDetail(detail)
                .build();
    }

    private static ResultCode code(Outcome.Code code) {
        return switch (code) {
            case STARTED -> ResultCode.RESULT_CODE_STARTED;
            case STOPPED -> ResultCode.RESULT_CODE_STOPPED;
            case SIGNALLED -> ResultCode.RESULT_CODE_SIGNALLED;
            case REMOVED -> ResultCode.RESULT_CODE_REMOVED;
            case ACCEPTED -> ResultCode.RESULT_CODE_ACCEPTED;
            case ALREADY_STARTED -> ResultCode.RESULT_CODE_ALREADY_STARTED;
            case NOT_RUNNING -> ResultCode.RESULT_CODE_NOT_RUNNING;
            case NO_SUCH_PROCESS -> ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
            case NO_SUCH_GROUP -> ResultCode.RESULT_CODE_NO_SUCH_GROUP;
            case NO_FILE -> ResultCode.RESULT_CODE_NO_FILE;
            case NOT_EXECUTABLE -> ResultCode.RESULT_CODE_NOT_EXECUTABLE;
            case SPAWN_ERROR -> ResultCode.RESULT_CODE_SPAWN_ERROR;
            case DEPENDENCY_DOWN -> ResultCode.RESULT_CODE_DEPENDENCY_DOWN;
            case ABNORMAL_TERMINATION -> ResultCode.RESULT_CODE_ABNORMAL_TERMINATION;
            case SIGNAL_FAILED -> ResultCode.RESULT_CODE_SIGNAL_FAILED;
            case NOT_KEPT -> ResultCode.RESULT_CODE_NOT_KEPT;
            case STILL_RUNNING -> ResultCode.RESULT_CODE_STILL_RUNNING;
        };
    }

    static ProcessChange change(PlanChange change) {
        ProcessChange.Builder message = ProcessChange.newBuilder()
                .setGroup(change.group())
                .setName(change.name())
                .setKind(kind(change.kind()))
                .setAction(action(change.action()));
        change.keys()
                .forEach(key -> message.addKeys(ProcessChange.ChangedKey.newBuilder()
                        .setKey(key.key())
                        .setBefore(key.before())
                        .setAfter(key.after())));
        return message.build();
    }

    static SocketChange change(dev.supervisord.model.SocketChange change) {
        SocketChange.Builder message =
                SocketChange.newBuilder().setName(change.name()).setKind(kind(change.kind()));
        change.keys()
                .forEach(key -> message.addKeys(ProcessChange.ChangedKey.newBuilder()
                        .setKey(key.name())
                        .setBefore(key.before())
                        .setAfter(key.after())));
        return message.build();
    }

    private static ProcessChange.Kind kind(dev.supervisord.model.SocketChange.Kind kind) {
        return switch (kind) {
            case ADDED -> ProcessChange.Kind.KIND_ADDED;
            case CHANGED -> ProcessChange.Kind.KIND_CHANGED;
            case REMOVED -> ProcessChange.Kind.KIND_REMOVED;
        };
    }

    private static ProcessChange.Kind kind(PlanChange.Kind kind) {
        return switch (kind) {
            case ADDED -> ProcessChange.Kind.KIND_ADDED;
            case CHANGED -> ProcessChange.Kind.KIND_CHANGED;
            case REMOVED -> ProcessChange.Kind.KIND_REMOVED;
        };
    }

    private static ProcessChange.Action action(PlanChange.Action action) {
        return switch (action) {
            case NONE -> ProcessChange.Action.ACTION_NONE;
            case START -> ProcessChange.Action.ACTION_START;
            case RESTART -> ProcessChange.Action.ACTION_RESTART;
            case APPLY_LIVE -> ProcessChange.Action.ACTION_APPLY_LIVE;
            case STOP -> ProcessChange.Action.ACTION_STOP;
        };
    }

    static dev.supervisord.v1.LogLevel level(LogLevel level) {
        return switch (level) {
            case CRITICAL -> dev.supervisord.v1.LogLevel.LOG_LEVEL_CRITICAL;
            case ERROR -> dev.supervisord.v1.LogLevel.LOG_LEVEL_ERROR;
            case WARN -> dev.supervisord.v1.LogLevel.LOG_LEVEL_WARN;
            case INFO -> dev.supervisord.v1.LogLevel.LOG_LEVEL_INFO;
            case DEBUG -> dev.supervisord.v1.LogLevel.LOG_LEVEL_DEBUG;
            case TRACE -> dev.supervisord.v1.LogLevel.LOG_LEVEL_TRACE;
            case BLATHER -> dev.supervisord.v1.LogLevel.LOG_LEVEL_BLATHER;
        };
    }

    /** Empty when none is given, or one that this daemon does not know. */
    static Optional<LogLevel> level(dev.supervisord.v1.LogLevel level) {
        return switch (level) {
            case LOG_LEVEL_CRITICAL -> Optional.of(LogLevel.CRITICAL);
            case LOG_LEVEL_ERROR -> Optional.of(LogLevel.ERROR);
            case LOG_LEVEL_WARN -> Optional.of(LogLevel.WARN);
            case LOG_LEVEL_INFO -> Optional.of(LogLevel.INFO);
            case LOG_LEVEL_DEBUG -> Optional.of(LogLevel.DEBUG);
            case LOG_LEVEL_TRACE -> Optional.of(LogLevel.TRACE);
            case LOG_LEVEL_BLATHER -> Optional.of(LogLevel.BLATHER);
            case LOG_LEVEL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
