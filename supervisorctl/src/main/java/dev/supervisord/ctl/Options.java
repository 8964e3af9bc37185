package dev.supervisord.ctl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options before the command.
 *
 * @param config {@code -c}
 * @param server {@code -s}
 * @param username {@code -u}
 * @param password {@code -p}
 * @param security what a daemon on a TCP address is shown
 * @param history {@code -r}
 * @param words the command with its arguments; none: the shell
 */
record Options(
        @Nullable String config,
        @Nullable String server,
        @Nullable String username,
        @Nullable String password,
        Security security,
        boolean interactive,
        boolean help,
        boolean version,
        @Nullable String history,
        List<String> words) {

    /**
     * Files for TLS.
     *
     * @param ca {@code --ca}
     * @param certificate {@code --cert}
     * @param key {@code --key}
     * @param tokenFile {@code --token-file}
     */
    record Security(
            @Nullable String ca,
            @Nullable String certificate,
            @Nullable String key,
            @Nullable String tokenFile) {}

    static final String HELP = """
            usage: supervisorctl [options] [command [argument ...]]

            Without a command, a shell that reads commands from standard input.

            -c, --configuration FILE   configuration file that names the daemon's socket
            -s, --server SERVER        the daemon: unix:///PATH, HOST:PORT (with TLS), or a name of yours (also: --serverurl,
                                       environment CTL_SERVER)
            -u, --username NAME        who to log in as, where the daemon asks
            -p, --password PASSWORD    with this password
                --ca FILE              with TLS: certificates to trust (also: CTL_CA)
                --cert FILE --key FILE with TLS: certificate and key to show (also: CTL_CERT, CTL_KEY)
                --token-file FILE      for HOST:PORT: the token to show (also: CTL_TOKEN_FILE, or CTL_TOKEN itself)
            -i, --interactive          start the shell after the command
            -r, --history-file FILE    where the shell keeps its history (~/.local/state/supervisorctl/history)
            -h, --help                 show this; "supervisorctl help" lists the commands
                --version              show the version of supervisorctl

            Without -c: $SUPERVISORD_CONFIG, ./supervisord.toml, ./supervisord.conf, ./etc/supervisord.conf,
            /etc/supervisord/supervisord.toml; then the socket where a daemon listens by default, if it is there;
            then /etc/supervisord.conf, /etc/supervisor/supervisord.conf.

            Names of servers: [server.NAME] in ~/.config/supervisorctl/config.toml, with url = "unix:///PATH"; or with
            url = "HOST:PORT" and ca, cert and key, or token_file: paths, which may begin in that directory or with ~/.""";

    /** Reads a command line; the first word that is no option begins the command. */
    static Options parse(String[] arguments) throws UsageException {
        Builder options = new Builder();
        int at = 0;
        while (at < arguments.length && arguments[at].startsWith("-") && arguments[at].length() > 1) {
            String argument = arguments[at++];
            if (argument.equals("--")) {
                break;
            }
            String name = name(argument);
            String value = value(argument);
            if (options.flag(name)) {
                if (value != null) {
                    throw new UsageException("option " + name + " takes no value");
                }
            } else if (value == null && at < arguments.length) {
                options.value(name, arguments[at++]);
            } else {
                options.value(name, value);
            }
        }
        if (at < arguments.length && arguments[at].equals("logs")) {
            // Its expressions may have blanks; nobody's script for Supervisor has this command.
            return options.build(List.of(arguments).subList(at, arguments.length));
        }
        StringBuilder line = new StringBuilder();
        for (; at < arguments.length; at++) {
            line.append(arguments[at]).append(' ');
        }
        return options.build(Dispatch.words(line.toString()));
    }

    /** "--name" of "--name=value", "-n" of "-nvalue". */
    private static String name(String argument) {
        if (!argument.startsWith("--")) {
            return argument.substring(0, 2);
        }
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    /** The value that is written in one word with its option, or null. */
    private static @Nullable String value(String argument) {
        if (!argument.startsWith("--")) {
            return argument.length() > 2 ? argument.substring(2) : null;
        }
        int equals = argument.indexOf('=');
        return equals < 0 ? null : argument.substring(equals + 1);
    }

    private static final class Builder {
        private @Nullable String config;
        private @Nullable String server;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String ca;
        private @Nullable String certificate;
        private @Nullable String key;
        private @Nullable String tokenFile;
        private boolean interactive;
        private boolean help;
        private boolean version;
        private @Nullable String history;

        /** Takes an option without value; false when it is none of those. */
        boolean flag(String name) {
            switch (name) {
                case "-i", "--interactive" -> interactive = true;
                case "-h", "--help", "-?" -> help = true;
                case "--version" -> version = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Takes an option that must have a value; null when there is none. */
        void value(String name, @Nullable String value) throws UsageException {
            switch (name) {
                case "-c", "--configuration" -> config = value;
                case "-s", "--serverurl", "--server" -> server = value;
                case "-u", "--username" -> username = value;
                case "-p", "--password" -> password = value;
                case "-r", "--history-file" -> history = value;
                case "--ca" -> ca = value;
                case "--cert" -> certificate = value;
                case "--key" -> key = value;
                case "--token-file" -> tokenFile = value;
                default -> throw new UsageException("option " + name + " not recognized");
            }
            if (value == null) {
                throw new UsageException("option " + name + " requires a value");
            }
        }

        Options build(List<String> words) {
            return new Options(
                    config,
                    server,
                    username,
                    password,
                    new Security(ca, certificate, key, tokenFile),
                    interactive,
                    help,
                    version,
                    history,
                    new ArrayList<>(words));
        }
    }
}
