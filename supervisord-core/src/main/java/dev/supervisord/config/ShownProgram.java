package dev.supervisord.config;

import dev.supervisord.model.Command;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The section of one program with every key, as TOML. */
final class ShownProgram {
    private static final String SERVER_URL = "SUPERVISOR_SERVER_URL";

    private final Section section;
    private final List<ProcessSpec> processes;
    private final ProcessSpec first;
    private final DaemonSpec daemon;
    private final Path currentDirectory;
    private final Map<String, Optional<String>> lines = new LinkedHashMap<>();

    /** @param processes of this program in all groups, at least one */
    ShownProgram(Section section, List<ProcessSpec> processes, DaemonSpec daemon, Path currentDirectory) {
        this.section = section;
        this.processes = processes;
        this.first = processes.get(0);
        this.daemon = daemon;
        this.currentDirectory = currentDirectory;
    }

    /** Keys with their values; empty for a key that is not set. */
    Map<String, Optional<String>> lines() {
        List<ProcessSpec> inOneGroup = processes.stream()
                .filter(process -> process.name().group().equals(first.name().group()))
                .toList();
        show(ProgramKeys.COMMAND, process -> Optional.of(command(process.command())));
        same(ProgramKeys.TYPE, TomlText.string(first.role().type().word()));
        show(
                ProgramKeys.PIDFILE,
                process -> process.role()
                        .forking()
                        .map(forking -> TomlText.literal(forking.pidfile().toString())));
        show(
                ProgramKeys.START_TIMEOUT,
                process -> process.role().forking().map(forking -> ShownValues.seconds(forking.timeout())));
        show(
                ProgramKeys.PROCESS_NAME,
                process -> Optional.of(TomlText.literal(process.name().process())));
        lines.put(ProgramKeys.NUMPROCS.name(), Optional.of(Integer.toString(inOneGroup.size())));
        lines.put(ProgramKeys.NUMPROCS_START.name(), Optional.of(Integer.toString(first.number())));
        ports(inOneGroup);
        show(ProgramKeys.DIRECTORY, process -> process.directory().map(ShownValues::path));
        environment();
        ShownLaunch.of(first.attributes()).forEach((key, value) -> lines.put(key.name(), value));
        same(ProgramKeys.PRIORITY, Integer.toString(first.priority()));
        same(
                ProgramKeys.DEPENDS_ON,
                TomlText.literals(first.role().dependencies().stream()
                        .map(ProcessName::toString)
                        .toList()));
        same(ProgramKeys.AUTOSTART, Boolean.toString(first.start().auto()));
        String mode = first.restart().mode().word();
        same(ProgramKeys.AUTORESTART, mode.equals("unexpected") ? TomlText.string(mode) : mode);
        same(ProgramKeys.STARTSECS, ShownValues.seconds(first.start().settle()));
        same(ProgramKeys.STARTRETRIES, Integer.toString(first.start().retries()));
        same(ProgramKeys.EXITCODES, ShownValues.codes(first.restart().expectedCodes()));
        same(ProgramKeys.EXIT_POLICY, TomlText.string(first.role().exitPolicy().word()));
        lines.put(ProgramKeys.BACKOFF.name(), first.restart().backoff().map(BackoffParts::toml));
        same(ProgramKeys.STOPSIGNAL, StopSignals.toml(first.stop().steps()));
        same(ProgramKeys.STOPWAITSECS, ShownValues.seconds(first.stop().patience()));
        same(ProgramKeys.STOPASGROUP, Boolean.toString(first.stop().asGroup()));
        same(ProgramKeys.KILLASGROUP, Boolean.toString(first.stop().killAsGroup()));
        same(ProgramKeys.LEFTOVERS, TomlText.string(first.leftovers().end().word()));
        same(ProgramKeys.LEFTOVERS_GRACE, ShownValues.seconds(first.leftovers().grace()));
        sockets();
        same(ProgramKeys.REDIRECT_STDERR, Boolean.toString(first.output().redirectStderr()));
        option(ProgramKeys.LOGS.format(), options -> LogTypes.word(options.format()));
        option(ProgramKeys.LOGS.onError(), options -> LogTypes.word(options.onError()));
        option(
                ProgramKeys.LOGS.period(),
                options -> LogTypes.period(options.archive().period()));
        option(
                ProgramKeys.LOGS.names(),
                options -> LogTypes.word(options.archive().names()));
        option(
                ProgramKeys.LOGS.compression(),
                options -> LogTypes.word(options.archive().compression()));
        stream(ProgramKeys.STDOUT, OutputSpec::stdout);
        stream(ProgramKeys.STDERR, OutputSpec::stderr);
        return lines;
    }

    private void stream(StreamKeys keys, Function<OutputSpec, LogSpec> stream) {
        stream(keys.logfile(), stream, log -> ShownValues.target(log.target()));
        stream(keys.bytesMax(), stream, log -> Long.toString(log.bytesMax()));
        stream(keys.backups(), stream, log -> Integer.toString(log.backups()));
        stream(
                keys.totalBytesMax(),
                stream,
                log -> Long.toString(log.options().archive().totalBytesMax()));
        stream(keys.syslog(), stream, log -> Boolean.toString(log.options().syslog()));
    }

    private void stream(Key<?> key, Function<OutputSpec, LogSpec> stream, Function<LogSpec, String> value) {
        show(key, process -> Optional.of(value.apply(stream.apply(process.output()))));
    }

    private void option(Key<?> key, Function<LogOptions, String> word) {
        show(
                key,
                process -> Optional.of(
                        TomlText.string(word.apply(process.output().stdout().options()))));
    }

    private void sockets() {
        show(ProgramKeys.SOCKETS, process -> {
            List<String> names = process.sockets().numbered().stream()
                    .map(HeldSocket.Id::name)
                    .toList();
            return names.isEmpty() ? Optional.empty() : Optional.of(TomlText.literals(names));
        });
        show(
                ProgramKeys.FD0,
                process -> process.sockets().stdin().map(HeldSocket.Id::name).map(TomlText::literal));
        show(
                LaunchKeys.STDIN,
                process -> process.sockets().stdin().isPresent()
                                || process.attributes().terminal()
                        ? Optional.empty()
                        : Optional.of(
                                TomlText.string(process.attributes().input().word())));
        boolean numbered = !first.sockets().numbered().isEmpty();
        String announced = Boolean.toString(first.sockets().announced());
        lines.put(ProgramKeys.LISTEN_FDS.name(), numbered ? Optional.of(announced) : Optional.empty());
    }

    private void same(Key<?> key, String value) {
        lines.put(key.name(), Optional.of(value));
    }

    /** Shows the value if all processes have the same, else what is configured. */
    private void show(Key<?> key, Function<ProcessSpec, Optional<String>> value) {
        Set<Optional<String>> values = new HashSet<>();
        processes.forEach(process -> values.add(value.apply(process)));
        lines.put(key.name(), values.size() == 1 ? value.apply(first) : Optional.of(template(key)));
    }

    private static String command(Command command) {
        return command instanceof Command.Words words
                ? TomlText.literals(words.argv())
                : TomlText.literal(((Command.Malformed) command).text());
    }

    private void ports(List<ProcessSpec> inOneGroup) {
        OptionalInt port = first.port();
        lines.put(
                ProgramKeys.PORT.name(),
                port.isPresent() ? Optional.of(Integer.toString(port.getAsInt())) : Optional.empty());
        OptionalInt next = inOneGroup.size() > 1 ? inOneGroup.get(1).port() : OptionalInt.empty();
        int step = port.isPresent() && next.isPresent()
                ? next.getAsInt() - port.getAsInt()
                : ProgramKeys.PORT_STEP.requireDefault();
        lines.put(
                ProgramKeys.PORT_STEP.name(),
                port.isPresent() ? Optional.of(Integer.toString(step)) : Optional.empty());
    }

    /** What a process has beyond what it would have without {@code environment} and {@code serverurl}. */
    private Map<String, String> ownVariables(ProcessSpec process) {
        Map<String, String> given = new HashMap<>();
        given.put("SUPERVISOR_ENABLED", "1");
        given.put("SUPERVISOR_PROCESS_NAME", process.name().process());
        given.put("SUPERVISOR_GROUP_NAME", process.name().group());
        daemon.socket().path().ifPresent(path -> given.put(SERVER_URL, "unix://" + path));
        given.putAll(daemon.environment());
        process.port().ifPresent(port -> given.put("PORT", Integer.toString(port)));
        Map<String, String> own = new HashMap<>(process.environment());
        own.entrySet().removeIf(variable -> variable.getValue().equals(given.get(variable.getKey())));
        return own;
    }

    /** The names of the variables that its configuration gives a process. */
    Set<String> variables(ProcessSpec process) {
        return new TreeSet<>(ownVariables(process).keySet());
    }

    private void environment() {
        Set<String> names = new TreeSet<>();
        processes.forEach(process -> names.addAll(ownVariables(process).keySet()));
        boolean ownUrl = names.contains(SERVER_URL) && !daemon.environment().containsKey(SERVER_URL);
        Map<String, String> templates = environmentTemplates();
        List<String> pairs = new ArrayList<>();
        for (String name : names) {
            Set<Optional<String>> values = new HashSet<>();
            processes.forEach(process ->
                    values.add(Optional.ofNullable(process.environment().get(name))));
            String value = first.environment().getOrDefault(name, "");
            String shown = values.size() == 1
                    ? TomlText.literal(value)
                    : TomlText.string(templates.getOrDefault(name, value.replace("%", "%%")));
            if (!(ownUrl && name.equals(SERVER_URL))) {
                pairs.add(TomlText.key(name) + " = " + shown);
            }
        }
        lines.put(ProgramKeys.ENVIRONMENT.name(), Optional.of(TomlText.table(pairs)));
        lines.put(
                ProgramKeys.SERVERURL.name(),
                Optional.of(
                        ownUrl
                                ? TomlText.literal(first.environment().getOrDefault(SERVER_URL, ""))
                                : TomlText.string(ProgramKeys.SERVERURL.requireDefault())));
    }

    /** The configured variables before expansion. */
    private Map<String, String> environmentTemplates() {
        Optional<Entry> entry = section.entry(ProgramKeys.ENVIRONMENT.name());
        Map<String, String> templates = new HashMap<>();
        if (entry.isPresent() && entry.get().value() instanceof RawValue.Table table) {
            table.values().forEach((name, value) -> {
                if (value instanceof RawValue.Text text) {
                    templates.put(name, withHere(entry.get(), text.text()));
                }
            });
        } else if (entry.isPresent() && entry.get().value() instanceof RawValue.Text text) {
            String unexpanded = withHere(entry.get(), text.text());
            if (PairList.parseTemplate(unexpanded) instanceof Parsed.Good<Map<String, String>> pairs) {
                templates.putAll(pairs.value());
            }
        }
        return templates;
    }

    /** What is configured for a key, so that it means the same in a TOML file anywhere. */
    private String template(Key<?> key) {
        Optional<Entry> entry = section.entry(key.name());
        if (entry.isEmpty()) {
            return TomlText.string(
                    key.equals(ProgramKeys.PROCESS_NAME) && processes.size() > 1
                            ? ProgramSection.NUMBERED_NAME
                            : key.defaultText().orElse(""));
        }
        if (entry.get().value() instanceof RawValue.Items items) {
            return TomlText.array(items.items().stream()
                    .map(item -> TomlText.string(withHere(entry.get(), ((RawValue.Text) item).text())))
                    .toList());
        }
        String text = withHere(entry.get(), ((RawValue.Text) entry.get().value()).text());
        boolean isPath = key.type().equals(Types.PATH) || key.type().equals(Types.LOG_FILE);
        if (isPath && !text.startsWith("/") && !text.startsWith("~")) {
            Path base = entry.get().syntax() == Syntax.TOML ? entry.get().here() : currentDirectory;
            text = base.toString().replace("%", "%%") + "/" + text;
        }
        return TomlText.string(key.equals(ProgramKeys.COMMAND) ? text.replace("\\\n", " ") : text);
    }

    private static String withHere(Entry entry, String text) {
        return text.replace("%(here)s", entry.here().toString().replace("%", "%%"));
    }
}
