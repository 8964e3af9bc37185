package dev.supervisord.rpc;

import dev.supervisord.engine.Ask;
import dev.supervisord.engine.Cause;
import dev.supervisord.engine.Explanation.Awaited;
import dev.supervisord.engine.Explanation.Next;
import dev.supervisord.engine.Run;
import dev.supervisord.model.Signal;
import dev.supervisord.v1.AwaitedProcess;
import dev.supervisord.v1.Explanation;
import dev.supervisord.v1.Request;
import java.time.Duration;
import java.util.List;

/** Explanations and past runs as messages of the API. */
final class ExplanationMapper {

    private ExplanationMapper() {}

    /** @param now the monotonic time */
    static Explanation explanation(dev.supervisord.engine.Explanation facts, Duration now) {
        Explanation.Builder message = Explanation.newBuilder()
                .setStatus(ProtoMapper.status(facts.process(), now))
                .addAllSentences(facts.sentences())
                .setAdvice(facts.advice())
                .setSinceMs(facts.age().toMillis())
                .setNext(next(facts.next()))
                .setFailures(facts.failures())
                .setStartRetries(facts.process().spec().start().retries())
                .setSignal(facts.signal().map(Signal::toString).orElse(""))
                .setNextSignal(facts.nextSignal().map(Signal::toString).orElse(""))
                .setExitPolicy(facts.process().spec().role().exitPolicy().word());
        facts.nextIn().ifPresent(left -> message.setNextInMs(left.toMillis()));
        facts.waitsFor().forEach(awaited -> message.addWaitingFor(awaited(awaited)));
        facts.process().situation().start().ifPresent(ask -> message.setStartRequested(request(ask)));
        facts.process().situation().stop().ifPresent(ask -> message.setStopRequested(request(ask)));
        List<Run> runs = facts.process().situation().runs();
        if (!runs.isEmpty()) {
            message.setLastRun(run(runs.get(runs.size() - 1)));
        }
        return message.build();
    }

    private static AwaitedProcess awaited(Awaited awaited) {
        AwaitedProcess.Builder message =
                AwaitedProcess.newBuilder().setName(awaited.name().toString());
        awaited.phase().ifPresent(phase -> message.setState(ProtoMapper.state(phase)));
        return message.build();
    }

    static dev.supervisord.v1.Run run(Run run) {
        dev.supervisord.v1.Run.Builder message = dev.supervisord.v1.Run.newBuilder()
                .setGeneration(run.generation())
                .setPid(run.pid().orElse(0))
                .setStartedAt(ProtoMapper.timestamp(run.startedAt()))
                .setEndedAt(ProtoMapper.timestamp(run.endedAt()))
                .setStartedBy(request(run.startedBy()))
                .setKilled(run.wasKilled())
                .setLaunchFailure(run.launchFailure());
        run.exit().ifPresent(exit -> message.setExit(ProtoMapper.exit(exit)));
        run.endedBy().ifPresent(cause -> message.setEndedBy(request(cause)));
        return message.build();
    }

    static Request.Builder request(Ask ask) {
        return request(ask.cause()).setAt(ProtoMapper.timestamp(ask.at()));
    }

    private static Request.Builder request(Cause cause) {
        Request.Builder message = Request.newBuilder()
                .setReason(reason(cause.reason()))
                .setWho(cause.asker().name())
                .setText(cause.toString());
        cause.asker().uid().ifPresent(message::setUid);
        return message;
    }

    private static Explanation.Next next(Next next) {
        return switch (next) {
            case NOTHING -> Explanation.Next.NEXT_NOTHING;
            case LAUNCH -> Explanation.Next.NEXT_LAUNCH;
            case DEPENDENCIES -> Explanation.Next.NEXT_DEPENDENCIES;
            case SETTLE -> Explanation.Next.NEXT_SETTLE;
            case BACKGROUND -> Explanation.Next.NEXT_BACKGROUND;
            case WORK -> Explanation.Next.NEXT_WORK;
            case RETRY -> Explanation.Next.NEXT_RETRY;
            case SIGNAL -> Explanation.Next.NEXT_SIGNAL;
            case LEFTOVERS -> Explanation.Next.NEXT_LEFTOVERS;
        };
    }

    private static Request.Reason reason(Cause.Reason reason) {
        return switch (reason) {
            case BOOT -> Request.Reason.REASON_BOOT;
            case TAKEN_OVER -> Request.Reason.REASON_TAKEN_OVER;
            case START -> Request.Reason.REASON_START;
            case DEPENDENT_START -> Request.Reason.REASON_DEPENDENT_START;
            case STOP -> Request.Reason.REASON_STOP;
            case KEPT_STOP -> Request.Reason.REASON_KEPT_STOP;
            case RESTART -> Request.Reason.REASON_RESTART;
            case RELOAD -> Request.Reason.REASON_RELOAD;
            case REMOVAL -> Request.Reason.REASON_REMOVAL;
            case RETRY -> Request.Reason.REASON_RETRY;
            case RESTART_POLICY -> Request.Reason.REASON_RESTART_POLICY;
            case SHUTDOWN -> Request.Reason.REASON_SHUTDOWN;
        };
    }
}
