package dev.supervisord.config;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.Command;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.ProgramType;
import dev.supervisord.model.RestartPolicy;
import dev.supervisord.model.Role;
import dev.supervisord.model.StartPolicy;
import dev.supervisord.model.StopPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a section that describes processes, and gives them for one group that they are in. */
final class ProgramSection {
    /** Most processes that one program may have. */
    static final int NUMPROCS_MAX = 10_000;

    private static final String NUMBER = "%(process_num)";
    static final String NUMBERED_NAME = "%(program_name)s_%(process_num)02d";

    private final Values values;
    private final String group;
    private final ProgramContext context;

    /** @param values with the names that hold for the whole section */
    ProgramSection(Values values, String group, ProgramContext context) {
        this.values = values;
        this.group = group;
        this.context = context;
    }

    /** What all processes of the program have in common. */
    private record Policy(
            StartPolicy start,
            RestartPolicy restart,
            StopPolicy stop,
            LeftoverPolicy leftovers,
            LaunchAttributes attributes,
            Role role,
            int priority,
            Optional<String> serverUrl) {}

    /** Its processes in the order of their numbers; fewer when something is wrong. */
    List<ProcessSpec> read() {
        Policy policy = policy();
        Optional<ProgramPorts> ports = ProgramPorts.of(values);
        int count = count(ports);
        if (count > 0 && values.entry(ProgramKeys.COMMAND).isEmpty()) {
            values.error(
                    ProgramKeys.COMMAND,
                    "the section does not specify a command",
                    "write command = /path/to/program arguments");
        }
        int first = values.get(ProgramKeys.NUMPROCS_START);
        List<ProcessSpec> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OptionalInt port = ports.isPresent() ? ports.get().of(i) : OptionalInt.empty();
            process(first + i, port, count, policy).ifPresent(processes::add);
        }
        ProgramForking.refuseSharing(values, processes);
        return processes;
    }

    private Policy policy() {
        return new Policy(
                new StartPolicy(
                        values.get(ProgramKeys.AUTOSTART),
                        values.get(ProgramKeys.STARTSECS),
                        Math.max(0, values.get(ProgramKeys.STARTRETRIES))),
                new RestartPolicy(
                        values.get(ProgramKeys.AUTORESTART),
                        values.get(ProgramKeys.EXITCODES),
                        values.find(ProgramKeys.BACKOFF)),
                stopPolicy(),
                leftoverPolicy(),
                new LaunchSection(values, context.locations())
                        .read(new CgroupSection(values, context.cgroups(), context.requireCgroups()).read()),
                role(),
                values.get(ProgramKeys.PRIORITY),
                serverUrl());
    }

    /** One process; empty when something is wrong with it. */
    private Optional<ProcessSpec> process(int number, OptionalInt port, int count, Policy policy) {
        Values numbered = values.with(processNames(number, port));
        ProgramSockets sockets = new ProgramSockets(numbered, context.sockets());
        Values own = numbered.with(sockets.names(numbered.names()));
        Map<String, String> fromFile = context.envFiles().variables(own);
        Values withFile = own.with(own.names().withEnvironment(fromFile));
        Map<String, String> variables = variables(fromFile, withFile.get(ProgramKeys.ENVIRONMENT), port);
        Values all = own.with(own.names().withEnvironment(variables));
        Optional<Command> command = all.find(ProgramKeys.COMMAND);
        Optional<Path> directory = context.locations().path(all, ProgramKeys.DIRECTORY);
        OutputSpec output = new LogSpecs(context.locations()).output(all, context.stripAnsi());
        Optional<ProcessName> name = name(all, number, count);
        if (command.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        ProcessSpec process = new ProcessSpec(
                name.get(),
                values.section().name(),
                number,
                command.get(),
                directory,
                environment(name.get(), policy.serverUrl, variables),
                port,
                policy.priority,
                policy.attributes,
                new ProgramForking(all, context.locations()).complete(policy.role),
                policy.start,
                policy.restart,
                policy.stop,
                policy.leftovers,
                output,
                sockets.passedTo(command.get()));
        context.advice().check(all, process);
        return Optional.of(process);
    }

    private Role role() {
        ProgramType type = values.get(ProgramKeys.TYPE);
        boolean again = values.find(ProgramKeys.AUTORESTART)
                .filter(AutoRestart.ALWAYS::equals)
                .isPresent();
        if (type == ProgramType.ONESHOT && again) {
            values.error(
                    ProgramKeys.AUTORESTART,
                    "a oneshot runs once to its end and cannot be started again each time it ends",
                    "remove autorestart, or the type");
        }
        // What it depends on is found when all programs are known, see DependencyNames.
        return new Role(type, Optional.empty(), List.of(), values.get(ProgramKeys.EXIT_POLICY));
    }

    private StopPolicy stopPolicy() {
        boolean asGroup = values.get(ProgramKeys.STOPASGROUP);
        boolean killAsGroup = values.find(ProgramKeys.KILLASGROUP).orElse(asGroup);
        if (asGroup && !killAsGroup) {
            values.error(
                    ProgramKeys.KILLASGROUP,
                    "Cannot set stopasgroup=true and killasgroup=false",
                    "remove killasgroup, or set stopasgroup to false");
        }
        return new StopPolicy(
                values.get(ProgramKeys.STOPSIGNAL), values.get(ProgramKeys.STOPWAITSECS), asGroup, killAsGroup);
    }

    /** Supervisor leaves alone what a stop leaves behind, and an INI file goes on to mean that. */
    private LeftoverPolicy leftoverPolicy() {
        LeftoverPolicy.End usual = defaultLeftovers(values.section().syntax());
        return new LeftoverPolicy(
                values.find(ProgramKeys.LEFTOVERS).orElse(usual), values.get(ProgramKeys.LEFTOVERS_GRACE));
    }

    static LeftoverPolicy.End defaultLeftovers(Syntax syntax) {
        return switch (syntax) {
            case TOML -> LeftoverPolicy.End.AT_ONCE;
            case INI -> LeftoverPolicy.End.BEFORE_START;
        };
    }

    /** How many processes can be read: none or one when more would only repeat a mistake. */
    private int count(Optional<ProgramPorts> ports) {
        int count = Math.max(0, values.get(ProgramKeys.NUMPROCS));
        if (count > NUMPROCS_MAX) {
            values.error(
                    ProgramKeys.NUMPROCS,
                    count + " is more than the " + NUMPROCS_MAX + " processes that a program may have",
                    "write a smaller number");
            return 1;
        }
        if (values.get(ProgramKeys.NUMPROCS_START) + (count - 1L) > Integer.MAX_VALUE) {
            values.error(
                    ProgramKeys.NUMPROCS_START,
                    "the last of the " + count + " processes would have a number above " + Integer.MAX_VALUE,
                    "write a smaller number");
            return 1;
        }
        if (count > 1 && ports.isPresent() && !ports.get().fit(values, count)) {
            return 1;
        }
        Optional<Entry> written = values.entry(ProgramKeys.PROCESS_NAME);
        boolean numbered = written.map(entry -> !(entry.value() instanceof RawValue.Text text)
                        || text.text().contains(NUMBER))
                .orElse(values.section().syntax() == Syntax.TOML);
        if (count > 1 && !numbered) {
            values.error(
                    ProgramKeys.PROCESS_NAME,
                    "%(process_num) must be present within process_name when numprocs > 1",
                    "write process_name = " + NUMBERED_NAME);
            return 1;
        }
        return count;
    }

    private Names processNames(int number, OptionalInt port) {
        Names names = values.names()
                .with("process_num", number)
                .with("numprocs", Math.max(0, values.get(ProgramKeys.NUMPROCS)));
        return port.isPresent() ? names.with("port", port.getAsInt()) : names;
    }

    private Optional<ProcessName> name(Values all, int number, int count) {
        String name = values.section().name();
        if (all.entry(ProgramKeys.PROCESS_NAME).isPresent()) {
            Optional<String> written = all.find(ProgramKeys.PROCESS_NAME);
            if (written.isEmpty()) {
                return Optional.empty();
            }
            name = PythonText.strip(written.get());
        } else if (count > 1) {
            name += (number >= 0 && number < 10 ? "_0" : "_") + number;
        }
        Optional<String> refusal = ValidName.refusal(name);
        refusal.ifPresent(what -> all.error(ProgramKeys.PROCESS_NAME, what, ValidName.ADVICE));
        return refusal.isPresent() ? Optional.empty() : Optional.of(new ProcessName(group, name));
    }

    private Map<String, String> variables(
            Map<String, String> fromFile, Map<String, String> configured, OptionalInt port) {
        Map<String, String> variables = new LinkedHashMap<>(fromFile);
        if (port.isEmpty()) {
            variables.putAll(configured);
            return variables;
        }
        String number = Integer.toString(port.getAsInt());
        String own = configured.get("PORT");
        if (own != null && !own.equals(number)) {
            values.warn(
                    ProgramKeys.ENVIRONMENT,
                    "the variable PORT is not the port that the key port gives to this process, and wins",
                    "remove one of the two, or write %(port)d");
        }
        variables.put("PORT", number);
        variables.putAll(configured);
        return variables;
    }

    private Optional<String> serverUrl() {
        String written = values.get(ProgramKeys.SERVERURL).strip();
        return written.isEmpty() || written.equalsIgnoreCase("AUTO") ? context.serverUrl() : Optional.of(written);
    }

    private Map<String, String> environment(
            ProcessName name, Optional<String> serverUrl, Map<String, String> variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SUPERVISOR_ENABLED", "1");
        environment.put("SUPERVISOR_PROCESS_NAME", name.process());
        environment.put("SUPERVISOR_GROUP_NAME", name.group());
        serverUrl.ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.putAll(context.environment());
        environment.putAll(variables);
        return environment;
    }
}
