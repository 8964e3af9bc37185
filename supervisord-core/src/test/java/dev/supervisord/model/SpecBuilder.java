package dev.supervisord.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Builds configurations for tests; what is not set is Supervisor's default. */
public final class SpecBuilder {

    private final ProcessName name;
    private String program;
    private Command command = new Command.Words(List.of("program"));
    private Map<String, String> environment = Map.of();
    private OptionalInt port = OptionalInt.empty();
    private int priority = 999;
    private boolean auto = true;
    private Duration settle = Duration.ofSeconds(1);
    private int retries = 3;
    private AutoRestart mode = AutoRestart.UNEXPECTED;
    private Set<Integer> codes = Set.of(0);
    private Optional<BackoffPolicy> backoff = Optional.empty();
    private List<StopStep> stopSteps = StopSteps.of("TERM");
    private Duration patience = Duration.ofSeconds(10);
    private boolean stopAsGroup;
    private boolean killAsGroup;
    private LeftoverPolicy leftovers = new LeftoverPolicy(LeftoverPolicy.End.AT_ONCE, Duration.ofSeconds(2));
    private boolean redirectStderr;
    private ProgramType type = ProgramType.SIMPLE;
    private Optional<Forking> forking = Optional.empty();
    private List<ProcessName> dependencies = List.of();
    private ExitPolicy exitPolicy = ExitPolicy.IGNORE;
    private LogSpec stdout = log(new LogSpec.Target.Auto());

    private PassedSockets sockets = PassedSockets.NONE;
    private LaunchAttributes attributes = LaunchAttributes.INHERITED;

    private SpecBuilder(ProcessName name) {
        this.name = name;
        this.program = name.group();
    }

    /** The configuration of the process at this address, {@code web:web_01} or {@code web}. */
    public static SpecBuilder process(String address) {
        return new SpecBuilder(ProcessName.parse(address));
    }

    public SpecBuilder program(String section) {
        program = section;
        return this;
    }

    public SpecBuilder command(String... words) {
        command = new Command.Words(List.of(words));
        return this;
    }

    public SpecBuilder malformed(String text, String reason) {
        command = new Command.Malformed(text, reason);
        return this;
    }

    public SpecBuilder attributes(LaunchAttributes others) {
        attributes = others;
        return this;
    }

    public SpecBuilder variable(String key, String value) {
        environment = new HashMap<>(environment);
        environment.put(key, value);
        return this;
    }

    public SpecBuilder priority(int number) {
        priority = number;
        return this;
    }

    public SpecBuilder port(int number) {
        port = OptionalInt.of(number);
        return this;
    }

    public SpecBuilder autostart(boolean yes) {
        auto = yes;
        return this;
    }

    public SpecBuilder startsecs(double seconds) {
        settle = span(seconds);
        return this;
    }

    public SpecBuilder startretries(int more) {
        retries = more;
        return this;
    }

    public SpecBuilder autorestart(AutoRestart when) {
        mode = when;
        return this;
    }

    public SpecBuilder exitcodes(Integer... expected) {
        codes = Set.of(expected);
        return this;
    }

    public SpecBuilder stopsignal(Signal signal) {
        stopSteps = List.of(new StopStep(signal, Optional.empty()));
        return this;
    }

    public SpecBuilder stopsignals(List<StopStep> steps) {
        stopSteps = steps;
        return this;
    }

    /** Spans of time in seconds. */
    public SpecBuilder backoff(double initial, double factor, double max, double jitter, double reset) {
        backoff = Optional.of(new BackoffPolicy(span(initial), factor, span(max), jitter, span(reset)));
        return this;
    }

    private static Duration span(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    public SpecBuilder stopwaitsecs(double seconds) {
        patience = span(seconds);
        return this;
    }

    public SpecBuilder stopasgroup() {
        stopAsGroup = true;
        killAsGroup = true;
        return this;
    }

    public SpecBuilder killasgroup() {
        killAsGroup = true;
        return this;
    }

    public SpecBuilder forking(String pidfile, double timeoutSeconds) {
        type = ProgramType.FORKING;
        forking = Optional.of(new Forking(Path.of(pidfile), Duration.ofMillis((long) (timeoutSeconds * 1000))));
        return this;
    }

    public SpecBuilder oneshot() {
        type = ProgramType.ONESHOT;
        return this;
    }

    public SpecBuilder dependsOn(String... addresses) {
        dependencies = Stream.of(addresses).map(ProcessName::parse).toList();
        return this;
    }

    public SpecBuilder exitPolicy(ExitPolicy policy) {
        exitPolicy = policy;
        return this;
    }

    public SpecBuilder leftovers(LeftoverPolicy.End end, double graceSeconds) {
        leftovers = new LeftoverPolicy(end, Duration.ofMillis((long) (graceSeconds * 1000)));
        return this;
    }

    public SpecBuilder logfile(String path) {
        stdout = log(new LogSpec.Target.File(Path.of(path)));
        return this;
    }

    public SpecBuilder redirectStderr() {
        redirectStderr = true;
        return this;
    }

    public SpecBuilder noLog() {
        stdout = log(new LogSpec.Target.None());
        return this;
    }

    public SpecBuilder sockets(HeldSocket.Id... numbered) {
        sockets = new PassedSockets(List.of(numbered), Optional.empty(), true);
        return this;
    }

    public ProcessSpec build() {
        return new ProcessSpec(
                name,
                program,
                0,
                command,
                Optional.empty(),
                environment,
                port,
                priority,
                attributes,
                new Role(type, forking, dependencies, exitPolicy),
                new StartPolicy(auto, settle, retries),
                new RestartPolicy(mode, codes, backoff),
                new StopPolicy(stopSteps, patience, stopAsGroup, killAsGroup),
                leftovers,
                new OutputSpec(stdout, log(new LogSpec.Target.Auto()), redirectStderr),
                sockets);
    }

    private static LogSpec log(LogSpec.Target target) {
        return new LogSpec(target, 50L * 1024 * 1024, 10, false);
    }
}
