package dev.supervisord.config;

import dev.supervisord.model.Command;
import dev.supervisord.model.ExitPolicy;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.ProgramType;
import dev.supervisord.model.StandardInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of values that only programs have: commands and environments. */
final class ProgramTypes {
    static final ValueType<Command> COMMAND =
            new ValueType<>("command", text -> Parsed.good(CommandWords.split(text)), ProgramTypes::commandOfToml);

    static final ValueType<Map<String, String>> ENVIRONMENT =
            new ValueType<>("environment", PairList::parse, ProgramTypes::environmentOfToml);

    static final ValueType<ProgramType> TYPE = words("type", List.of(ProgramType.values()), ProgramType::word);

    static final ValueType<ExitPolicy> EXIT_POLICY =
            words("exit policy", List.of(ExitPolicy.values()), ExitPolicy::word);

    static final ValueType<LeftoverPolicy.End> LEFTOVERS =
            words("way to treat leftovers", List.of(LeftoverPolicy.End.values()), LeftoverPolicy.End::word);

    static final ValueType<StandardInput> STDIN =
            words("standard input", List.of(StandardInput.values()), StandardInput::word);

    private ProgramTypes() {}

    /** A type whose values are a few words, the same in both syntaxes. */
    private static <T> ValueType<T> words(String name, List<T> values, Function<T, String> wordOf) {
        Function<String, Parsed<T>> read = text -> values.stream()
                .filter(value -> wordOf.apply(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(Parsed::good)
                .orElseGet(() -> Parsed.bad(
                        PythonText.quoteBriefly(text) + " is no " + name,
                        "write " + values.stream().map(wordOf).collect(Collectors.joining(" or "))));
        return new ValueType<>(name, read, value -> Types.textOfToml(value).then(read));
    }

    private static Parsed<Command> commandOfToml(RawValue value) {
        if (value instanceof RawValue.Text text) {
            Command command = CommandWords.split(text.text());
            return command instanceof Command.Malformed malformed
                    ? Parsed.bad(
                            malformed.reason(), "write the command as an array of words, [\"program\", \"argument\"]")
                    : Parsed.good(command);
        }
        if (!(value instanceof RawValue.Items items)) {
            return Types.wrongType(value, "text in quotes, or an array of words");
        }
        List<String> words = new ArrayList<>();
        for (RawValue item : items.items()) {
            if (!(item instanceof RawValue.Text word)) {
                return Types.wrongType(item, "each word of the command in quotes");
            }
            words.add(word.text());
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            return Parsed.bad("command is empty", "write the program's file as its first word");
        }
        return Parsed.good(new Command.Words(words));
    }

    private static Parsed<Map<String, String>> environmentOfToml(RawValue value) {
        if (!(value instanceof RawValue.Table table)) {
            return value instanceof RawValue.Text
                    ? Parsed.bad("the value is text", "write a table, { NAME = \"value\", NAME2 = \"value\" }")
                    : Types.wrongType(value, "a table, { NAME = \"value\", NAME2 = \"value\" }");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, RawValue> entry : table.values().entrySet()) {
            String name = entry.getKey();
            RawValue item = entry.getValue();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                return Parsed.bad(PythonText.quote(name) + " is no name of a variable", "rename it");
            }
            if (item instanceof RawValue.Text text) {
                variables.put(name, text.text());
            } else if (item instanceof RawValue.Whole whole) {
                variables.put(name, Long.toString(whole.number()));
            } else if (item instanceof RawValue.Decimal decimal) {
                variables.put(name, Double.toString(decimal.number()));
            } else if (item instanceof RawValue.Flag flag) {
                variables.put(name, Boolean.toString(flag.value()));
            } else {
                return Parsed.bad("the value of " + name + " is " + item.typeName(), "write text in quotes");
            }
        }
        return Parsed.good(variables);
    }
}
