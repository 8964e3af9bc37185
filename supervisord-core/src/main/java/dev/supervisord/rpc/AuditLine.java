package dev.supervisord.rpc;

import dev.supervisord.rpc.Trail.Entry;
import dev.supervisord.v1.OperationResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** A line of the audit log: one JSON object. {@code docs/security.md} has the table of its members. */
final class AuditLine {

    private static final String PACKAGE = "supervisord.v1.";
    private static final String CODES = "RESULT_CODE_";

    private final StringBuilder text = new StringBuilder("{");

    private AuditLine() {}

    static String of(Entry entry, IntFunction<String> userName) {
        AuditLine line = new AuditLine();
        line.member("time", entry.began().toString());
        line.caller(entry, userName);
        line.member(
                "from", entry.peer() instanceof Peer.Local local ? "unix pid " + local.pid() : "tcp " + entry.peer());
        line.member(
                "call",
                entry.method().startsWith(PACKAGE) ? entry.method().substring(PACKAGE.length()) : entry.method());
        line.list("selectors", entry.selectors());
        line.arguments(entry);
        line.member("result", entry.result());
        if (!entry.message().isEmpty()) {
            line.member("message", entry.message());
        }
        line.results(entry.results());
        line.name("ms")
                .text
                .append(Math.max(
                        0, Duration.between(entry.began(), entry.ended()).toMillis()));
        return line.text.append("}\n").toString();
    }

    private void caller(Entry entry, IntFunction<String> userName) {
        Caller caller = entry.caller().orElse(null);
        if (caller instanceof Caller.User user) {
            String name = user.uid() < 0 ? "" : userName.apply(user.uid());
            if (!name.isEmpty()) {
                member("user", name);
            }
            name("uid").text.append(Integer.toUnsignedString(user.uid()));
        } else if (caller instanceof Caller.Token token) {
            member("token", token.name());
        } else if (caller instanceof Caller.Certified certified) {
            member("certificate", certified.subject().toString());
        }
    }

    private void arguments(Entry entry) {
        if (!entry.arguments().isEmpty()) {
            name("arguments").text.append('{');
            String comma = "";
            for (var argument : entry.arguments().entrySet()) {
                text.append(comma);
                quote(argument.getKey());
                text.append(':');
                quote(argument.getValue());
                comma = ",";
            }
            text.append('}');
        }
    }

    /** As a list: a restart has two results for each process. */
    private void results(List<OperationResult> results) {
        list("results", results.stream().map(AuditLine::result).toList());
    }

    private static String result(OperationResult result) {
        String code = result.getCode().name();
        return result.getName() + ": " + (code.startsWith(CODES) ? code.substring(CODES.length()) : code);
    }

    private void list(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name).text.append('[');
        for (int i = 0; i < Math.min(values.size(), Trail.NAMES_MAX); i++) {
            text.append(i == 0 ? "" : ",");
            quote(values.get(i));
        }
        text.append(']');
        rest("more_" + name, values.size());
    }

    private void rest(String name, int all) {
        if (all > Trail.NAMES_MAX) {
            name(name).text.append(all - Trail.NAMES_MAX);
        }
    }

    private void member(String name, String value) {
        name(name).quote(value);
    }

    private AuditLine name(String name) {
        text.append(text.length() == 1 ? "" : ",");
        quote(name);
        text.append(':');
        return this;
    }

    /** Whatever is not plain is written by number, so that a line stays one line, and UTF-8. */
    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
