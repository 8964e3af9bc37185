package dev.supervisord.ctl;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Runs one line of words: finds the command and turns what it did not expect into a message and an exit code. */
final class Dispatch {
    private Dispatch() {}

    /** Splits at blanks; Supervisor does so even within one argument, and Ansible relies on it. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    /**
     * Runs a command.
     *
     * @param words the command's name and its arguments; nothing happens when there are none
     */
    static ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            return ExitCode.OK;
        }
        String name = words.get(0);
        Command command = Commands.named(name);
        if (command == null) {
            session.console().line("*** Unknown syntax: " + String.join(" ", words));
            return ExitCode.ERROR;
        }
        session.beginAnew();
        try {
            return run(words, command, session);
        } catch (StatusRuntimeException e) {
            return Failures.report(e, words, session);
        } finally {
            session.console().flush();
        }
    }

    /** Until no upgrade of the daemon comes in between. */
    private static ExitCode run(List<String> words, Command command, Session session) {
        Interruption interruption = new Interruption();
        List<String> asked = words;
        Command asking = command;
        while (true) {
            try {
                return asking.run(asked.subList(1, asked.size()), session);
            } catch (StatusRuntimeException e) {
                asked = interruption.again(e, asked, session);
                Command next = asked.isEmpty() ? null : Commands.named(asked.get(0));
                if (next == null) {
                    throw e;
                }
                asking = next;
            }
        }
    }

    /** Answers a wrong call of a command: what is wrong, then how to call it. */
    static ExitCode usage(Command command, String problem, Session session, ExitCode code) {
        session.console().line("Error: " + problem);
        session.console().line(command.help());
        return code;
    }
}
