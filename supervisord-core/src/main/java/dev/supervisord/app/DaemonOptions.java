package dev.supervisord.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of {@code supervisord}; the flags are Supervisor's.
 *
 * @param command what is to be done
 * @param config the configuration file; empty: the first of the standard places
 * @param settings values that override the {@code [supervisord]} section, by key
 * @param files what is to be converted
 * @param output where the converted file goes; empty: to standard output
 */
record DaemonOptions(
        Command command, Optional<String> config, List<Setting> settings, List<String> files, Optional<String> output) {

    /** What {@code supervisord} is asked to do. */
    enum Command {
        RUN,
        CHECK,
        UPGRADE_CHECK,
        SHOW_CONFIG,
        CONVERT,
        TOKEN,
        VERSION,
        HELP
    }

    /** Like {@code check}; a running daemon asks it of the version that it is to become. */
    static final String UPGRADE_CHECK = "upgrade-check";

    /** A value from the command line, in the words of the configuration file. */
    record Setting(String key, String value) {}

    /** Flags that set a key of the {@code [supervisord]} section to the word that follows. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("-u", "user"),
            Map.entry("--user", "user"),
            Map.entry("-m", "umask"),
            Map.entry("--umask", "umask"),
            Map.entry("-d", "directory"),
            Map.entry("--directory", "directory"),
            Map.entry("-l", "logfile"),
            Map.entry("--logfile", "logfile"),
            Map.entry("-y", "logfile_maxbytes"),
            Map.entry("--logfile_maxbytes", "logfile_maxbytes"),
            Map.entry("-z", "logfile_backups"),
            Map.entry("--logfile_backups", "logfile_backups"),
            Map.entry("-e", "loglevel"),
            Map.entry("--loglevel", "loglevel"),
            Map.entry("-j", "pidfile"),
            Map.entry("--pidfile", "pidfile"),
            Map.entry("-i", "identifier"),
            Map.entry("--identifier", "identifier"),
            Map.entry("-q", "childlogdir"),
            Map.entry("--childlogdir", "childlogdir"),
            Map.entry("-a", "minfds"),
            Map.entry("--minfds", "minfds"),
            Map.entry("--minprocs", "minprocs"));

    /** Flags that switch a key of the {@code [supervisord]} section on. */
    private static final Map<String, String> SWITCHES = Map.of(
            "-n", "nodaemon",
            "--nodaemon", "nodaemon",
            "-s", "silent",
            "--silent", "silent",
            "-k", "nocleanup",
            "--nocleanup", "nocleanup",
            "-t", "strip_ansi",
            "--strip_ansi", "strip_ansi");

    static final String HELP = """
            Usage: supervisord [options]              run the daemon
                   supervisord [options] check [FILE] check the configuration, run nothing
                   supervisord [options] show-config  print the configuration with every default
                   supervisord token                  make a token for a caller over TCP
                   supervisord convert FILE... [-o FILE]
                                                      write Supervisor's INI files as TOML, to standard output or a new
                                                      file; says on standard error what is different or lost

            Options (a value given here wins over the configuration file):
              -c, --configuration FILE   the configuration file; default: $SUPERVISORD_CONFIG, ./supervisord.toml,
                                         ./supervisord.conf, ./etc/supervisord.conf,
                                         /etc/supervisord/supervisord.toml, /etc/supervisord.conf,
                                         /etc/supervisor/supervisord.conf
              -n, --nodaemon             stay in the foreground
              -s, --silent               in the foreground: do not copy the log to standard output
              -v, --version              print the version and exit
              -h, --help                 print this text and exit
              -u, --user USER            run as this user
              -m, --umask MASK           umask when detaching, octal (022)
              -d, --directory DIR        change to this directory when detaching
              -l, --logfile FILE         the daemon's log
              -y, --logfile_maxbytes N   rotate it at this size (50MB)
              -z, --logfile_backups N    keep so many rotated files (10)
              -e, --loglevel LEVEL       critical, error, warn, info, debug, trace or blather
              -j, --pidfile FILE         where the pid is written
              -i, --identifier NAME      name of this daemon
              -q, --childlogdir DIR      where AUTO logs go
              -k, --nocleanup            keep AUTO logs of earlier daemons
              -a, --minfds N             raise the limit of open files to at least this
              --minprocs N               raise the limit of processes to at least this
              -t, --strip_ansi           remove colour codes from the programs' logs
            """;

    static DaemonOptions parse(String[] args) throws Usage {
        Command command = Command.RUN;
        Optional<String> config = Optional.empty();
        List<Setting> settings = new ArrayList<>();
        List<String> files = new ArrayList<>();
        Optional<String> output = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            String flag = args[i];
            String attached = null;
            int equals = flag.indexOf('=');
            if (flag.startsWith("--") && equals > 0) {
                attached = flag.substring(equals + 1);
                flag = flag.substring(0, equals);
            }
            if (flag.equals("-c") || flag.equals("--configuration")) {
                config = Optional.of(attached != null ? attached : following(args, i++));
            } else if (VALUES.containsKey(flag)) {
                settings.add(new Setting(
                        VALUES.getOrDefault(flag, flag), attached != null ? attached : following(args, i++)));
            } else if (SWITCHES.containsKey(flag) && attached == null) {
                settings.add(new Setting(SWITCHES.getOrDefault(flag, flag), "true"));
            } else if (flag.equals("-v") || flag.equals("--version")) {
                command = Command.VERSION;
            } else if (flag.equals("-h") || flag.equals("--help") || flag.equals("-?")) {
                command = Command.HELP;
            } else if (flag.equals("check")) {
                command = Command.CHECK;
            } else if (flag.equals(UPGRADE_CHECK)) {
                command = Command.UPGRADE_CHECK;
            } else if (flag.equals("show-config")) {
                command = Command.SHOW_CONFIG;
            } else if (flag.equals("token")) {
                command = Command.TOKEN;
            } else if (flag.equals("convert") && command != Command.CONVERT) {
                command = Command.CONVERT;
            } else if (command == Command.CONVERT && (flag.equals("-o") || flag.equals("--output"))) {
                output = Optional.of(attached != null ? attached : following(args, i++));
            } else if (command == Command.CONVERT && !flag.startsWith("-")) {
                files.add(args[i]);
            } else if (command == Command.CHECK && !flag.startsWith("-") && config.isEmpty()) {
                config = Optional.of(flag);
            } else {
                throw new Usage("Error: unknown argument '" + args[i] + "'\nFor help, use supervisord -h");
            }
        }
        if (command == Command.CONVERT) {
            requireFiles(files, output);
        }
        return new DaemonOptions(command, config, List.copyOf(settings), List.copyOf(files), output);
    }

    private static void requireFiles(List<String> files, Optional<String> output) throws Usage {
        if (files.isEmpty()) {
            throw new Usage("Error: convert needs the name of an INI file\nFor help, use supervisord -h");
        }
        if (output.isPresent() && files.size() > 1) {
            throw new Usage("Error: with -o, convert takes one file\nFor help, use supervisord -h");
        }
    }

    private static String following(String[] args, int i) throws Usage {
        if (i + 1 >= args.length) {
            throw new Usage("Error: option " + args[i] + " needs a value\nFor help, use supervisord -h");
        }
        return args[i + 1];
    }
}
