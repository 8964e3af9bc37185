package dev.supervisord.config;

import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessToken;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who may control the daemon, as TOML. */
final class ShownControl {

    private ShownControl() {}

    /** The lines of all sections, each of which begins with an empty line. */
    static List<String> lines(ControlSpec control) {
        List<String> lines = new ArrayList<>();
        control.tcp().ifPresent(tcp -> addTcp(tcp, lines));
        control.rules().forEach(rule -> addRule(rule, lines));
        control.tokens().forEach(token -> addToken(token, lines));
        return lines;
    }

    private static void add(List<String> lines, Key<?> key, String value) {
        lines.add(key.name() + " = " + value);
    }

    private static void addTcp(Tcp tcp, List<String> lines) {
        lines.add("");
        lines.add("[" + Kind.CONTROL.word() + "]");
        add(lines, AccessKeys.LISTEN, TomlText.literal(tcp.address().toString()));
        tcp.tls().ifPresent(tls -> {
            add(lines, AccessKeys.CERTIFICATE, ShownValues.path(tls.certificate()));
            add(lines, AccessKeys.KEY, ShownValues.path(tls.key()));
            tls.clientCa().ifPresent(file -> add(lines, AccessKeys.CLIENT_CA, ShownValues.path(file)));
        });
        add(lines, AccessKeys.INSECURE, Boolean.toString(tcp.tls().isEmpty()));
    }

    private static void addRule(AccessRule rule, List<String> lines) {
        lines.add("");
        lines.add("[" + Kind.ACCESS.word() + "." + TomlText.key(rule.name()) + "]");
        add(lines, AccessKeys.ROLE, TomlText.literal(rule.role().word()));
        List<String> users = new ArrayList<>(numbers(rule.callers().uids()));
        if (rule.callers().everybody()) {
            users.add("*");
        }
        addNames(lines, AccessKeys.USERS, users);
        addNames(lines, AccessKeys.GROUPS, numbers(rule.callers().gids()));
        addNames(
                lines,
                AccessKeys.TOKENS,
                rule.callers().tokens().stream().sorted().toList());
        addNames(lines, AccessKeys.CERTIFICATES, rule.callers().certificates());
        addNames(lines, AccessKeys.PROGRAMS, rule.programs());
    }

    private static List<String> numbers(Set<Integer> ids) {
        return ids.stream().sorted().map(Integer::toUnsignedString).toList();
    }

    private static void addNames(List<String> lines, Key<?> key, List<String> names) {
        if (!names.isEmpty()) {
            add(lines, key, TomlText.literals(names));
        }
    }

    private static void addToken(AccessToken token, List<String> lines) {
        lines.add("");
        lines.add("[" + Kind.TOKEN.word() + "." + TomlText.key(token.name()) + "]");
        add(lines, AccessKeys.SHA256, TomlText.literal(token.sha256()));
        token.expires().ifPresent(end -> add(lines, AccessKeys.EXPIRES, TomlText.literal(end.toString())));
    }
}
