package dev.supervisord.ctl;

import java.util.List;

/** One command of the client. */
interface Command {

    /** What {@code help NAME} prints and a wrong call is answered with. */
    String help();

    /**
     * Does it.
     *
     * @param words the arguments, without the command's name
     * @throws io.grpc.StatusRuntimeException when the daemon cannot be reached or refuses the call as a whole and the command
     *     has no words of its own for that
     */
    ExitCode run(List<String> words, Session session);
}
