package dev.supervisord.engine;

import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ExitPolicy;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An {@link Explanation} in sentences. Times are in the time zone of the daemon. */
final class Wording {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Explanation facts;
    private final ProcessView process;
    private final ProcessSpec spec;

    Wording(Explanation facts) {
        this.facts = facts;
        this.process = facts.process();
        this.spec = process.spec();
    }

    /** The first says it all in one line; the others tell how it came to that. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(process.name() + " is " + process.phase() + ": " + state() + ".");
        lastRun().ifPresent(sentences::add);
        if (process.keptDown()) {
            sentences.add(
                    "It stays stopped, also when the daemon or the machine is started again, until somebody starts it.");
        }
        if (spec.role().exitPolicy() != ExitPolicy.IGNORE) {
            sentences.add(
                    "Its end ends the daemon (exit_policy = \"" + spec.role().exitPolicy() + "\").");
        }
        return sentences;
    }

    private String state() {
        return switch (process.situation().state().kind()) {
            case STOPPED -> stopped();
            case WAITING ->
                "it waits for "
                        + facts.waitsFor().stream()
                                .map(Explanation.Awaited::toString)
                                .collect(Collectors.joining("; and for "));
            case LAUNCHING -> "its launch is under way" + startedBy();
            case ABORTING -> "its launch is under way, and it is stopped as soon as it has a pid" + stoppedBy();
            case FORKING ->
                living() + " and is to put another process into the background, which the pidfile names"
                        + in(" within ", "");
            case SEEKING -> "its main process has ended, and the one that takes its place is looked for";
            case STARTING -> living() + startedBy() + in(" and is RUNNING in ", ", if it stays alive (startsecs)");
            case WORKING -> living() + startedBy() + "; a oneshot, it is done when it ends with an expected code";
            case RUNNING -> living() + startedBy();
            case BACKOFF -> reason() + retry();
            case PAUSING -> "it has ended too often too soon after its start, and is started again" + in(" in ", "");
            case STOPPING -> stopping();
            case CLEARING -> process.reason() + in("; SIGKILL follows in ", "");
            case EXITED -> exited();
            case FATAL ->
                reason()
                        + (process.failure().isPresent() || spec.start().retries() == 0
                                ? ""
                                : "; " + spec.start().retries() + " more attempts did not help (startretries)");
            case UNKNOWN -> reason();
        };
    }

    private String stopped() {
        Optional<Ask> stop = process.situation().stop();
        if (stop.isPresent()) {
            return "it was stopped at " + time(stop.get().at()) + ", by "
                    + stop.get().cause();
        }
        if (process.generation() > 0) {
            return "stopped by request while an earlier daemon ran";
        }
        return spec.start().auto() ? "nobody has started it yet" : "nobody has started it (autostart = false)";
    }

    private String exited() {
        if (spec.role().isOneshot()) {
            return "it has done its work" + lastExit(" with ");
        }
        String rule = process.lastExit().filter(spec.restart()::restartsAfter).isPresent()
                ? "it was to end for good"
                : switch (spec.restart().mode()) {
                    case NEVER -> "autorestart = false";
                    case UNEXPECTED -> "autorestart = \"unexpected\", and that is one of its exitcodes";
                    case ALWAYS -> "autorestart = true";
                };
        return "it ended by itself" + lastExit(" with ") + " and is not started again (" + rule + ")";
    }

    private String stopping() {
        String sent = facts.signal()
                .map(signal -> signal + " was sent " + span(facts.age()) + " ago")
                .orElse("");
        String next = facts.nextSignal()
                .flatMap(signal -> facts.nextIn().map(left -> "; " + signal + " follows in " + span(left)))
                .orElse("");
        return sent + next + stoppedBy();
    }

    private String living() {
        String pid = process.pid().isPresent() ? "pid " + process.pid().getAsInt() : "its process";
        return process.startedAt()
                .map(at -> pid + " was launched at " + time(at))
                .orElse(pid + " is alive");
    }

    private String reason() {
        return process.reason().isEmpty() ? "its start failed" : process.reason();
    }

    private String retry() {
        int attempts = spec.start().retries();
        String number = facts.failures() == 0
                ? "it is started again"
                : "attempt " + facts.failures() + " of " + attempts + " more begins";
        return "; " + number + in(" in ", "");
    }

    private String startedBy() {
        return process.situation().start().map(ask -> " by " + ask.cause()).orElse("");
    }

    private String stoppedBy() {
        return process.situation()
                .stop()
                .map(ask -> "; asked for by " + ask.cause() + " at " + time(ask.at()))
                .orElse("");
    }

    private String lastExit(String with) {
        return process.lastExit().map(exit -> with + exit).orElse("");
    }

    /** How the last run that is over went, unless that was said already. */
    private Optional<String> lastRun() {
        List<Run> runs = process.situation().runs();
        if (runs.isEmpty()) {
            return earlierRun();
        }
        Run run = runs.get(runs.size() - 1);
        if (!run.launchFailure().isEmpty()) {
            return process.phase() == Phase.BACKOFF || process.phase() == Phase.FATAL
                    ? Optional.empty()
                    : Optional.of("The launch before, at " + time(run.startedAt()) + ", failed: " + run.launchFailure()
                            + ".");
        }
        String exit = run.exit().map(Object::toString).orElse("");
        String by = run.wasKilled() ? ", after its stop signals had not ended it" : "";
        return Optional.of("Its last run, number " + run.generation() + ", ended at " + time(run.endedAt()) + " after "
                + span(Duration.between(run.startedAt(), run.endedAt())) + ": " + exit
                + run.endedBy().map(cause -> " (" + cause + ")").orElse(" (by itself)") + by + ".");
    }

    private Optional<String> earlierRun() {
        return process.pid().isPresent() || process.endedAt().isEmpty()
                ? Optional.empty()
                : process.lastExit()
                        .map(exit -> "Its last run ended at "
                                + time(process.endedAt().get()) + ": " + exit + ".");
    }

    private String in(String before, String after) {
        return facts.nextIn().map(left -> before + span(left) + after).orElse("");
    }

    private static String time(Instant at) {
        return TIME.format(at.atZone(ZoneId.systemDefault()));
    }

    /** {@code 0.3 s}, {@code 42 s}, {@code 2 min 5 s}, {@code 3 h 4 min}, {@code 2 d 3 h}. */
    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }
}
