package dev.supervisord.config;

import dev.supervisord.model.Command;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.PassedSockets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The held sockets that one process gets, as far as its section is read. */
final class ProgramSockets {
    private final Map<String, HeldSocket.Id> numbered = new LinkedHashMap<>();
    private final Optional<HeldSocket.Id> stdin;
    private final Optional<Boolean> announced;

    /** @param values with the names of the process */
    ProgramSockets(Values values, HeldSocketSections sockets) {
        List<String> wanted = values.find(ProgramKeys.SOCKETS).orElse(List.of());
        if (wanted.size() > PassedSockets.NUMBERED_MAX) {
            values.error(
                    ProgramKeys.SOCKETS,
                    wanted.size() + " are more than the " + PassedSockets.NUMBERED_MAX
                            + " sockets that a program may get",
                    "remove some");
        }
        for (String name : wanted) {
            sockets.use(values, ProgramKeys.SOCKETS, name).ifPresent(socket -> {
                if (numbered.put(name, socket) != null) {
                    values.error(ProgramKeys.SOCKETS, "names " + name + " twice", "remove one of the two");
                }
            });
        }
        stdin = values.find(ProgramKeys.FD0).flatMap(name -> sockets.use(values, ProgramKeys.FD0, name));
        announced = values.find(ProgramKeys.LISTEN_FDS);
    }

    /** With {@code socket_NAME_fd} for each of them. */
    Names names(Names names) {
        Names more = names;
        if (stdin.isPresent()) {
            more = more.with(nameOf(stdin.get().name()), 0);
        }
        int fd = PassedSockets.FIRST;
        for (String name : numbered.keySet()) {
            more = more.with(nameOf(name), fd++);
        }
        return more;
    }

    private static String nameOf(String socket) {
        return "socket_" + socket + "_fd";
    }

    /** uWSGI crashes when it is told of TCP sockets by {@code LISTEN_PID}, and does not need it: it takes {@code fd://3}. */
    PassedSockets passedTo(Command command) {
        boolean uwsgi = command instanceof Command.Words words
                && AppServerAdvice.isUwsgi(words.argv().get(0));
        List<HeldSocket.Id> inOrder =
                numbered.values().stream().limit(PassedSockets.NUMBERED_MAX).toList();
        return new PassedSockets(inOrder, stdin, announced.orElse(!uwsgi));
    }
}
