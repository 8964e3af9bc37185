package dev.supervisord.app;

import dev.supervisord.config.LocalMachine;
import dev.supervisord.config.Machine;
import dev.supervisord.config.ReadResult;
import dev.supervisord.config.SearchOrder;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import dev.supervisord.os.Users;
import dev.supervisord.os.posix.CgroupSite;
import dev.supervisord.os.posix.PosixEnvironment;
import dev.supervisord.os.posix.PosixUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The entry point of {@code supervisord}. Exit codes: 0 in order, 2 it cannot start or the configuration is refused; of {@code
 * convert} 1, when something was lost; and whatever a program's {@code exit_policy} makes of its end.
 */
public final class Main {

    private static final int OK = 0;
    private static final int CANNOT_START = 2;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.setProperty(LibraryLogging.PROPERTY, LibraryLogging.class.getName());
        System.exit(run(args));
    }

    private static int run(String[] args) throws InterruptedException {
        try {
            DaemonOptions options = DaemonOptions.parse(args);
            return switch (options.command()) {
                case HELP -> print(DaemonOptions.HELP);
                case VERSION -> print("supervisord " + version() + "\n");
                case RUN -> {
                    ReadAhead ahead = ReadAhead.begin();
                    Handoff handoff = Handoff.ofThisProcess();
                    ahead.goOn(handoff);
                    yield new RunCommand(daemonConfiguration(options), invocation(args), handoff, ahead).run();
                }
                case CHECK -> check(configuration(options));
                case UPGRADE_CHECK -> upgradeCheck(daemonConfiguration(options), List.of(args));
                case SHOW_CONFIG -> new ShowConfigCommand(configuration(options)).run();
                case TOKEN -> new TokenCommand().run();
                case CONVERT ->
                    new ConvertCommand(
                                    options.files(),
                                    options.output(),
                                    machine(environment(), Path.of("").toAbsolutePath(), CgroupSite::supportOfMachine))
                            .run();
            };
        } catch (Usage wrong) {
            System.err.println(wrong.getMessage());
            return CANNOT_START;
        }
    }

    private static int check(Configuration configuration) {
        return new CheckCommand(configuration, configuration.readAll()).run();
    }

    /** Like a check, and how this program was executed. */
    private static int upgradeCheck(Configuration configuration, List<String> args) {
        ReadResult read = configuration.readAll();
        int result = new CheckCommand(configuration, read).run();
        if (result != OK) {
            return result;
        }
        CheckedPlan.leave(read, PosixEnvironment.ofThisProcess());
        return print(Successor.ofThisProcess(version(), args).description());
    }

    private static Invocation invocation(String... args) {
        String program = System.getProperty("supervisord.launcher", "supervisord");
        return new Invocation(program, List.of(args), environment(), version());
    }

    private static int print(String text) {
        System.out.print(text);
        return OK;
    }

    /** The version of the jar; outside a jar there is none. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** For what will not be the daemon, and may be run anywhere. */
    private static Configuration configuration(DaemonOptions options) throws Usage {
        return configuration(options, CgroupSite::supportOfMachine);
    }

    private static Configuration daemonConfiguration(DaemonOptions options) throws Usage {
        return configuration(options, CgroupSite::support);
    }

    private static Configuration configuration(DaemonOptions options, Function<CgroupRoot, CgroupSupport> cgroups)
            throws Usage {
        Map<String, String> environment = environment();
        Path here = Path.of("").toAbsolutePath();
        Path file = file(options.config(), environment, here);
        return new Configuration(file, machine(environment, here, cgroups), options.settings());
    }

    /** What the daemon was given, without what was added for the sake of the JVM or of an upgrade. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(PosixEnvironment.ofThisProcess());
        environment.remove(CheckedPlan.VARIABLE);
        String locale = System.getProperty("supervisord.lc_all");
        if (locale != null && locale.isEmpty()) {
            environment.remove("LC_ALL");
        } else if (locale != null) {
            environment.put("LC_ALL", locale);
        }
        return environment;
    }

    private static Path file(Optional<String> named, Map<String, String> environment, Path here) throws Usage {
        if (named.isPresent()) {
            Path file = here.resolve(named.get());
            if (!Files.isRegularFile(file)) {
                throw new Usage("Error: could not find config file " + named.get() + "\nFor help, use supervisord -h");
            }
            return file;
        }
        return SearchOrder.find(environment, here, Files::isRegularFile)
                .orElseThrow(() -> new Usage("Error: no configuration file; looked for " + SearchOrder.places(here)
                        + "\nName one with -c FILE, or see supervisord -h"));
    }

    private static Machine machine(
            Map<String, String> environment, Path here, Function<CgroupRoot, CgroupSupport> cgroups) {
        PosixUsers users = new PosixUsers();
        return new LocalMachine(
                environment,
                here,
                name -> users.user(name).map(Users.User::uid),
                users::group,
                name -> home(name, environment, users),
                cgroups);
    }

    private static Optional<Path> home(String user, Map<String, String> environment, Users users) {
        if (user.isEmpty()) {
            return Optional.ofNullable(environment.get("HOME")).map(Path::of);
        }
        return users.user(user).map(found -> Path.of(found.home()));
    }
}
