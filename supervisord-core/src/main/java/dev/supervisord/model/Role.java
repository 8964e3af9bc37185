package dev.supervisord.model;

import java.util.List;
import java.util.Optional;

/**
 * What a process is to the others and to the daemon.
 *
 * @param type {@code type}
 * @param forking where its main process is found; given exactly for a program that forks
 * @param dependencies the processes that must be up before it is launched ({@code depends_on}), each once and in the order of
 *     the configuration; they are stopped after it
 * @param exitPolicy {@code exit_policy}
 */
public record Role(ProgramType type, Optional<Forking> forking, List<ProcessName> dependencies, ExitPolicy exitPolicy) {

    /** A process that depends on nothing and whose end is its own affair. */
    public static final Role USUAL = new Role(ProgramType.SIMPLE, Optional.empty(), List.of(), ExitPolicy.IGNORE);

    public Role {
        dependencies = List.copyOf(dependencies);
    }

    /** The same with other dependencies. */
    public Role dependingOn(List<ProcessName> others) {
        return new Role(type, forking, others, exitPolicy);
    }

    /** The same, whose main process is found there. */
    public Role foundBy(Forking where) {
        return new Role(type, Optional.of(where), dependencies, exitPolicy);
    }

    /** Whether it runs once to its end, rather than until it is stopped. */
    public boolean isOneshot() {
        return type == ProgramType.ONESHOT;
    }
}
