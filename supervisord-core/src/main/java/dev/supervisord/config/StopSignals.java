package dev.supervisord.config;

import dev.supervisord.model.Signal;
import dev.supervisord.model.StopStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The value of {@code stopsignal}: a signal, or several with the time that each has, {@code TERM:10s, INT:5s, KILL}. */
final class StopSignals {
    static final ValueType<List<StopStep>> TYPE = new ValueType<>("signals", StopSignals::ofText, StopSignals::ofToml);

    private StopSignals() {}

    private static Parsed<List<StopStep>> ofText(String text) {
        return steps(List.of(text.split(",", -1)));
    }

    private static Parsed<List<StopStep>> ofToml(RawValue value) {
        if (value instanceof RawValue.Text text) {
            return steps(List.of(text.text()));
        }
        if (!(value instanceof RawValue.Items items)) {
            return Types.SIGNAL.ofToml().apply(value).map(signal -> List.of(new StopStep(signal, Optional.empty())));
        }
        List<String> words = new ArrayList<>();
        for (RawValue item : items.items()) {
            if (item instanceof RawValue.Whole whole) {
                words.add(Long.toString(whole.number()));
            } else if (item instanceof RawValue.Text text) {
                words.add(text.text());
            } else {
                return Types.wrongType(item, "an array such as [\"TERM:10s\", \"INT:5s\", \"KILL\"]");
            }
        }
        return words.isEmpty()
                ? Parsed.bad("the array is empty", "write at least one signal, such as [\"TERM\"]")
                : steps(words);
    }

    private static Parsed<List<StopStep>> steps(List<String> words) {
        List<StopStep> steps = new ArrayList<>();
        for (String word : words) {
            Parsed<StopStep> step = step(word);
            if (!(step instanceof Parsed.Good<StopStep> good)) {
                return step.map(List::of);
            }
            steps.add(good.value());
        }
        for (int i = 0; i < steps.size(); i++) {
            boolean kills = steps.get(i).signal().number() == Signal.KILL.number();
            if (kills && (i + 1 < steps.size() || steps.get(i).patience().isPresent())) {
                return Parsed.bad("nothing comes after SIGKILL", "write KILL as the last signal, without a time");
            }
        }
        return Parsed.good(steps);
    }

    private static Parsed<StopStep> step(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            return Types.SIGNAL.ofText().apply(word).map(signal -> new StopStep(signal, Optional.empty()));
        }
        Optional<Duration> wait = Numbers.span(PythonText.strip(word.substring(colon + 1)));
        if (wait.isEmpty()) {
            return Parsed.bad(
                    PythonText.quoteBriefly(word) + " has no span of time after the colon",
                    "write a signal and how long it may take, such as TERM:10s");
        }
        return Types.SIGNAL.ofText().apply(word.substring(0, colon)).map(signal -> new StopStep(signal, wait));
    }

    /** As TOML: what Supervisor has as one word, else an array. */
    static String toml(List<StopStep> steps) {
        if (steps.size() == 1 && steps.get(0).patience().isEmpty()) {
            return ShownValues.signal(steps.get(0).signal());
        }
        return steps.stream().map(StopSignals::toml).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String toml(StopStep step) {
        String signal = step.signal().isNamed()
                ? step.signal().toString().substring("SIG".length())
                : Integer.toString(step.signal().number());
        return TomlText.string(signal
                + step.patience()
                        .map(wait -> ":" + ShownValues.seconds(wait) + "s")
                        .orElse(""));
    }
}
