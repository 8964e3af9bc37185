package dev.supervisord.config;

import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the list of keys. */
final class ConfigurationPage {
    private static final String HEAD = """
            # Configuration

            <!-- Generated from the list of keys by ConfigurationPageTest. Do not edit; run
                 mvn -pl supervisord-core -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate=docs -->

            ## Files

            `supervisord -c FILE` names the file; else it is the first that exists of `$SUPERVISORD_CONFIG` (which must exist when it is
            set), `supervisord.toml` and `supervisord.conf` in the current directory, `etc/supervisord.conf` below it,
            `/etc/supervisord/supervisord.toml`, `/etc/supervisord.conf` and `/etc/supervisor/supervisord.conf`.

            Two syntaxes mean the same, and a file of one may include files of the other. A file whose name ends in `.toml` is TOML:

            ```toml
            [program.hello-world]
            command = ["python3", "-m", "http.server", "%(port)d"]
            numprocs = 3
            port = 8000
            stopwaitsecs = "1m30s"
            environment = { GREETING = "hello" }
            ```

            Any other file is in Supervisor's INI syntax and has Supervisor's meaning:

            ```ini
            [program:hello-world]
            command=python3 -m http.server %(port)d
            numprocs=3
            process_name=%(program_name)s_%(process_num)02d
            port=8000
            stopwaitsecs=90
            environment=GREETING="hello"
            ```

            `supervisord check` says what is wrong or doubtful and runs nothing. `supervisord show-config` prints the effective configuration
            as TOML, with every default; reading that gives the same configuration. All problems are reported at once, each with file, line and
            what to write instead. A configuration with an error changes nothing, neither at the start nor at a reload.

            | | TOML | INI |
            |---|---|---|
            | unknown key | error | warning, because Supervisor accepts it |
            | relative path | starts from the directory of its file | starts from the daemon's current directory, as in Supervisor |
            | span of time | seconds as a number, `1.5`, or `"1m30s"`, `"500ms"`, `"2h"`, `"1d"` | whole seconds |
            | size | bytes as a number, or `"50MB"` | bytes, or `50MB` |
            | octal number | in quotes, `"022"` | `022` |
            | list | array | with commas (`files`: with blanks) |
            | `environment` | table | `NAME="value",NAME2="value"` |
            | missing `[supervisord]` | allowed | error |
            | section written twice | error in one file; merged across files, with a warning | merged, the later value of a key wins, with a warning |

            TOML is read through toml4j, of which only the part that it reads right is admitted. Refused, by name and place: dates and times,
            numbers that are not plain decimals, arrays of tables, tables or several types in one array. Strings are those of TOML 1.0; a command
            with backslashes or double quotes reads best in single quotes, `'…'` or `'''…'''`, where a backslash is just that.

            Limits: a TOML file of 4 MiB, values nested 16 deep, 10000 processes per program, 1000 characters per expansion.

            ## Expansions

            In every value, `%(name)s` stands for a value and `%%` for a percent sign. Flags, width and conversions are Python's:
            `%(process_num)02d`, `%(program_name)-8s`. A bare `%s` is refused. Error messages never show the value of a variable.

            | name | where | value |
            |---|---|---|
            | `here` | everywhere | directory of the file that contains the value |
            | `ENV_X` | everywhere | variable X of the daemon's environment; in programs also of `environment` in `[supervisord]` and of the program |
            | `host_node_name` | programs, `[include]` | name of the host |
            | `program_name`, `group_name` | programs | names |
            | `process_num`, `numprocs` | in programs: `command`, `process_name`, `directory`, `environment`, logs | number of the process, number of processes |
            | `port` | as `process_num`, where the key `port` is set | port of the process |
            | `socket_NAME_fd` | as `process_num`, where `sockets` or `fd0` names it | descriptor of the held socket |

            Every process gets `SUPERVISOR_ENABLED=1`, `SUPERVISOR_PROCESS_NAME`, `SUPERVISOR_GROUP_NAME` and `SUPERVISOR_SERVER_URL`.
            """;

    private ConfigurationPage() {}

    static String render() {
        StringBuilder page = new StringBuilder(HEAD);
        section(page, Kind.PROGRAM, "A program, with `numprocs` processes.");
        section(page, Kind.GROUP, "Programs addressed together.");
        section(
                page,
                Kind.SOCKET,
                "A listening socket that the daemon holds and lends to programs: [sockets.md](sockets.md).");
        section(page, Kind.INCLUDE, "Further files. Only that of the first file counts.");
        section(page, Kind.SUPERVISORD, "The daemon itself.");
        section(
                page,
                Kind.ACCESS,
                "Who may do what through the control API: [security.md](security.md). Without any such section, whoever can open"
                        + " the unix socket may do everything. Root and the daemon's own user always may.");
        section(page, Kind.TOKEN, "A secret by which a caller over TCP is known; of it only the hash is here.");
        section(page, Kind.CONTROL, "A TCP address on which the daemon is controlled, beside its unix socket.");
        section(page, Kind.UNIX_HTTP_SERVER, "Supervisor's way to describe the control socket.");
        section(page, Kind.SUPERVISORCTL, "Read by `supervisorctl`, not by the daemon.");
        section(page, Kind.INET_HTTP_SERVER, "Checked, but not served yet: a warning says so.");
        section(
                page,
                Kind.EVENTLISTENER,
                "Checked, but not served yet: a warning says so. Also takes the keys of a program.");
        section(
                page,
                Kind.FCGI_PROGRAM,
                "Checked, but not served yet: a warning says so. Also takes the keys of a program.");
        page.append(
                "\n`[rpcinterface:x]` and `[ctlplugin:x]` name Python plugins of Supervisor, which are not loaded.\n");
        return page.toString();
    }

    private static void section(StringBuilder page, Kind kind, String introduction) {
        String name = kind.mayBeUnnamed() ? "" : "x";
        String title = kind.word() + (name.isEmpty() ? "" : "." + name);
        page.append("\n## `[")
                .append(title)
                .append("]`\n\n")
                .append(introduction)
                .append("\n\n");
        page.append("| key | type | default | new value | meaning |\n|---|---|---|---|---|\n");
        for (Key<?> key : keys(kind)) {
            page.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(key.type().words())
                    .append(" | ")
                    .append(key.defaultText()
                            .map(text -> text.isEmpty() ? "empty" : "`" + text + "`")
                            .orElse(""))
                    .append(" | ")
                    .append(kind == Kind.SUPERVISORCTL ? "" : key.change().words())
                    .append(" | ")
                    .append(key.doc())
                    .append(kind == Kind.PROGRAM && !key.served() ? " Checked, but not served yet." : "")
                    .append(" |\n");
        }
    }

    private static List<Key<?>> keys(Kind kind) {
        boolean extendsProgram = kind == Kind.EVENTLISTENER || kind == Kind.FCGI_PROGRAM;
        return Keys.of(kind).stream()
                .filter(key -> !extendsProgram || !key.kinds().contains(Kind.PROGRAM))
                .collect(Collectors.toList());
    }
}
