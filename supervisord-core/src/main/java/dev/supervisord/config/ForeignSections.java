package dev.supervisord.config;

import dev.supervisord.model.ProcessSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the sections that this daemon understands but does not serve yet, as Supervisor checks them, and says so: event
 * listeners, FastCGI programs, RPC interfaces and plugins of the client.
 */
final class ForeignSections {
    private static final Set<String> EVENTS = Set.of(
            "EVENT",
            "PROCESS_STATE",
            "PROCESS_STATE_STOPPED",
            "PROCESS_STATE_EXITED",
            "PROCESS_STATE_STARTING",
            "PROCESS_STATE_STOPPING",
            "PROCESS_STATE_BACKOFF",
            "PROCESS_STATE_FATAL",
            "PROCESS_STATE_RUNNING",
            "PROCESS_STATE_UNKNOWN",
            "PROCESS_COMMUNICATION",
            "PROCESS_COMMUNICATION_STDOUT",
            "PROCESS_COMMUNICATION_STDERR",
            "PROCESS_LOG",
            "PROCESS_LOG_STDOUT",
            "PROCESS_LOG_STDERR",
            "REMOTE_COMMUNICATION",
            "SUPERVISOR_STATE_CHANGE",
            "SUPERVISOR_STATE_CHANGE_RUNNING",
            "SUPERVISOR_STATE_CHANGE_STOPPING",
            "PROCESS_GROUP",
            "PROCESS_GROUP_ADDED",
            "PROCESS_GROUP_REMOVED",
            "TICK",
            "TICK_5",
            "TICK_60",
            "TICK_3600");
    private static final int BACKLOG_MAX = 65535;

    /** Reads the processes of a section in a group. */
    @FunctionalInterface
    interface ProcessReader {
        List<ProcessSpec> read(Section section, String group, Names names, ProgramContext context);
    }

    private final Document document;
    private final Problems problems;
    private final Locations locations;

    ForeignSections(Document document, Problems problems, Locations locations) {
        this.document = document;
        this.problems = problems;
        this.locations = locations;
    }

    /** @param grouped sections that a group has read already */
    void check(Set<Section> grouped, Names names, ProgramContext context, ProcessReader programs) {
        for (Section section : document.sections(Kind.EVENTLISTENER)) {
            checkListener(new Values(section, names, problems));
            programs.read(section, section.name(), names, context);
            notServed(section, "event listeners are not served yet, so it does not run");
        }
        for (Section section : document.sections(Kind.FCGI_PROGRAM)) {
            checkFcgi(new Values(section, names.with("program_name", section.name()), problems));
            if (!grouped.contains(section)) {
                programs.read(section, section.name(), names, context);
            }
            notServed(section, "FastCGI programs are not served yet, so it does not run");
        }
        for (Section section : document.sections(Kind.RPCINTERFACE)) {
            checkInterface(section);
        }
        for (Section section : document.sections(Kind.CTLPLUGIN)) {
            notServed(section, "plugins of supervisorctl are written in Python and are not loaded");
        }
    }

    private void notServed(Section section, String what) {
        problems.warn(section, what, "remove the section to be rid of this message");
    }

    private void checkListener(Values values) {
        int size = values.get(ServerKeys.BUFFER_SIZE);
        if (size < 1) {
            values.error(
                    ServerKeys.BUFFER_SIZE,
                    "the section sets an invalid buffer_size (" + size + ")",
                    "write 1 or more");
        }
        values.find(ServerKeys.RESULT_HANDLER);
        Optional<List<String>> events = values.find(ServerKeys.EVENTS);
        if (values.entry(ServerKeys.EVENTS).isEmpty()
                || events.filter(List::isEmpty).isPresent()) {
            values.error(ServerKeys.EVENTS, "the section requires an \"events\" line", "write events = PROCESS_STATE");
        }
        for (String event : events.orElse(List.of())) {
            String name = event.toUpperCase(Locale.ROOT);
            if (!EVENTS.contains(name)) {
                values.error(
                        ServerKeys.EVENTS,
                        "Unknown event type " + name,
                        NearName.of(name, EVENTS)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("write an event of Supervisor's documentation"));
            }
        }
        if (values.get(ProgramKeys.REDIRECT_STDERR)) {
            values.error(
                    ProgramKeys.REDIRECT_STDERR,
                    "redirect_stderr=true is not allowed because it will interfere with the eventlistener protocol",
                    "remove it");
        }
    }

    private void checkFcgi(Values values) {
        values.find(ServerKeys.FCGI_BACKLOG)
                .filter(backlog -> backlog < 1 || backlog > BACKLOG_MAX)
                .ifPresent(backlog -> values.error(
                        ServerKeys.FCGI_BACKLOG,
                        "Invalid socket_backlog value " + backlog,
                        "write 1 to " + BACKLOG_MAX));
        Optional<String> owner = values.find(ServerKeys.FCGI_OWNER);
        owner.ifPresent(text -> checkOwner(values, text));
        Optional<Integer> mode = values.find(ServerKeys.FCGI_MODE);
        Optional<String> socket = values.find(ServerKeys.FCGI_SOCKET);
        if (values.entry(ServerKeys.FCGI_SOCKET).isEmpty()) {
            values.error(
                    ServerKeys.FCGI_SOCKET,
                    "the section requires a \"socket\" line",
                    "write socket = unix:///run/NAME.sock or tcp://127.0.0.1:9000");
        } else if (socket.isPresent()) {
            checkSocket(values, socket.get(), owner.isPresent() || mode.isPresent());
        }
    }

    private void checkOwner(Values values, String text) {
        int colon = text.indexOf(':');
        locations.requireUser(values, ServerKeys.FCGI_OWNER, colon < 0 ? text : text.substring(0, colon));
        if (colon >= 0) {
            locations.requireGroup(values, ServerKeys.FCGI_OWNER, text.substring(colon + 1));
        }
    }

    private static void checkSocket(Values values, String socket, boolean ownerOrMode) {
        String example = "write unix:///run/NAME.sock or tcp://127.0.0.1:9000";
        if (socket.startsWith("unix://")) {
            if (!socket.startsWith("unix:///")) {
                values.error(
                        ServerKeys.FCGI_SOCKET,
                        "Unix socket path " + socket.substring("unix://".length()) + " is not an absolute path",
                        example);
            }
            return;
        }
        if (ownerOrMode) {
            values.error(
                    ServerKeys.FCGI_SOCKET,
                    "socket_owner and socket_mode params should only be used with a Unix domain socket",
                    "remove them");
        }
        int colon = socket.lastIndexOf(':');
        String host = colon > "tcp://".length() ? socket.substring("tcp://".length(), colon) : "";
        long port = Numbers.whole(socket.substring(colon + 1)).orElse(0);
        boolean valid = socket.startsWith("tcp://")
                && !host.isEmpty()
                && host.indexOf(':') < 0
                && host.chars().noneMatch(Character::isWhitespace)
                && port >= 1
                && port <= BACKLOG_MAX;
        if (!valid) {
            values.error(ServerKeys.FCGI_SOCKET, "Bad socket format " + PythonText.quoteBriefly(socket), example);
        }
    }

    private void checkInterface(Section section) {
        if (section.entry("supervisor.rpcinterface_factory").isEmpty()) {
            problems.error(
                    section, "the section does not specify a supervisor.rpcinterface_factory", "remove the section");
        }
        if (!section.name().equals("supervisor")) {
            notServed(section, "RPC interfaces are written in Python and are not loaded");
        }
    }
}
