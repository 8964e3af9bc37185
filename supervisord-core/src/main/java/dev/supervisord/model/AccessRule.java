package dev.supervisord.model;

import java.util.List;
import java.util.Set;

/**
 * A section {@code [access.NAME]}: gives a role to callers, for some programs or for all.
 *
 * @param programs patterns for names of programs or groups; none: everything
 */
public record AccessRule(String name, AccessRole role, Callers callers, List<String> programs) {

    public AccessRule {
        programs = List.copyOf(programs);
    }

    /**
     * Who is meant; whoever is in one of these.
     *
     * @param everybody all who can open the unix socket
     * @param uids users of this machine
     * @param gids groups of this machine, primary or supplementary
     * @param tokens names of {@link AccessToken}s
     * @param certificates parts of a certificate's subject, {@code CN=ci} or {@code CN=ci,O=Example}
     */
    public record Callers(
            boolean everybody, Set<Integer> uids, Set<Integer> gids, Set<String> tokens, List<String> certificates) {

        public Callers {
            uids = Set.copyOf(uids);
            gids = Set.copyOf(gids);
            tokens = Set.copyOf(tokens);
            certificates = List.copyOf(certificates);
        }

        /** Whether nobody can be meant. */
        public boolean isNobody() {
            return !everybody && uids.isEmpty() && gids.isEmpty() && tokens.isEmpty() && certificates.isEmpty();
        }
    }

    /** Whether it is for everything, programs that are added later too. */
    public boolean isForAll() {
        return programs.isEmpty();
    }

    /** Whether it is for this process: a pattern fits its program or its group. */
    public boolean isFor(ProcessSpec process) {
        return isForAll()
                || programs.stream()
                        .anyMatch(pattern -> Wildcards.fit(pattern, process.program())
                                || Wildcards.fit(pattern, process.name().group()));
    }
}
