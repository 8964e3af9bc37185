package dev.supervisord.config;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.AccessToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the sections {@code [access.x]} and {@code [token.x]}. */
final class AccessSections {
    private static final String EVERYBODY = "*";

    private final Document document;
    private final Locations locations;
    private final Problems problems;
    private final Names names;

    AccessSections(Document document, Locations locations, Problems problems, Names names) {
        this.document = document;
        this.locations = locations;
        this.problems = problems;
        this.names = names;
    }

    List<AccessToken> tokens() {
        List<AccessToken> tokens = new ArrayList<>();
        for (Section section : document.sections(Kind.TOKEN)) {
            Values values = new Values(section, names, problems);
            Optional<String> digest = values.find(AccessKeys.SHA256);
            if (values.entry(AccessKeys.SHA256).isEmpty()) {
                values.error(
                        AccessKeys.SHA256,
                        "the section has no hash of its token",
                        "run supervisord token, and write the hash that it prints");
            }
            tokens.add(new AccessToken(section.name(), digest.orElse(""), values.find(AccessKeys.EXPIRES)));
        }
        return tokens;
    }

    List<AccessRule> rules(List<AccessToken> tokens) {
        List<String> known = tokens.stream().map(AccessToken::name).toList();
        List<AccessRule> rules = new ArrayList<>();
        for (Section section : document.sections(Kind.ACCESS)) {
            rules.add(rule(new Values(section, names, problems), known));
        }
        return rules;
    }

    private AccessRule rule(Values values, List<String> knownTokens) {
        Optional<AccessRole> role = values.find(AccessKeys.ROLE);
        if (values.entry(AccessKeys.ROLE).isEmpty()) {
            values.error(AccessKeys.ROLE, "the section gives no role", "write role = read, operate or admin");
        }
        List<String> programs = values.find(AccessKeys.PROGRAMS).orElse(List.of());
        if (values.entry(AccessKeys.PROGRAMS).isPresent() && programs.isEmpty()) {
            values.error(AccessKeys.PROGRAMS, "names no program", "remove the key for all programs, or the section");
        }
        if (role.equals(Optional.of(AccessRole.ADMIN)) && !programs.isEmpty()) {
            values.error(
                    AccessKeys.PROGRAMS,
                    "an admin is one of the whole daemon, not of some programs",
                    "write role = operate, or remove programs");
        }
        Callers callers = callers(values, knownTokens);
        if (callers.isNobody()) {
            problems.warn(
                    values.section(),
                    "the section means nobody",
                    "write users, groups, tokens or certificates, or remove the section");
        }
        return new AccessRule(values.section().name(), role.orElse(AccessRole.READ), callers, programs);
    }

    private Callers callers(Values values, List<String> knownTokens) {
        boolean everybody = false;
        Set<Integer> uids = new HashSet<>();
        for (String user : values.find(AccessKeys.USERS).orElse(List.of())) {
            if (user.equals(EVERYBODY)) {
                everybody = true;
            } else if (locations.requireUser(values, AccessKeys.USERS, user)) {
                locations.uid(user).ifPresent(uids::add);
            }
        }
        Set<Integer> gids = new HashSet<>();
        for (String group : values.find(AccessKeys.GROUPS).orElse(List.of())) {
            if (locations.requireGroup(values, AccessKeys.GROUPS, group)) {
                locations.gid(group).ifPresent(gids::add);
            }
        }
        List<String> tokens = values.find(AccessKeys.TOKENS).orElse(List.of());
        for (String token : tokens) {
            if (!knownTokens.contains(token)) {
                values.error(
                        AccessKeys.TOKENS,
                        "names unknown token " + PythonText.quoteBriefly(token),
                        NearName.of(token, knownTokens)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("write a section [token"
                                        + values.section().syntax().separator() + "NAME]"));
            }
        }
        return new Callers(
                everybody,
                uids,
                gids,
                new HashSet<>(tokens),
                values.find(AccessKeys.CERTIFICATES).orElse(List.of()));
    }
}
