package dev.supervisord.rpc;

import dev.supervisord.rpc.Trail.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.IntFunction;

/** A line of the audit log: one JSON object. {@code docs/security.md} has the table of its members. */
final class AuditLine {

    private static final String PACKAGE = "supervisord.v1.";

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
        line.list("results", entry.results());
        line.name("ms")
                .text
                .append(Math.max(
                        0, Duration.between(entry.began(), entry.ended()).toMillis()));
        return line.text.append("}\n").toString();
    }

    /** What a signal to the daemon has led to. */
    static String ofSignal(Instant began, Instant ended, String signal, String call, String result, String message) {
        AuditLine line = new AuditLine();
        line.member("time", began.toString());
        line.member("signal", signal);
        line.member("from", "signal");
        line.member("call", call);
        line.member("result", result);
        if (!message.isEmpty()) {
            line.member("message", message);
        }
        line.name("ms").text.append(Math.max(0, Duration.between(began, ended).toMillis()));
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

    private void list(String name, Excerpt values) {
        if (!values.first().isEmpty()) {
            name(name).text.append('[');
            String comma = "";
            for (String value : values.first()) {
                text.append(comma);
                quote(value);
                comma = ",";
            }
            text.append(']');
        }
        if (values.more() > 0) {
            name("more_" + name).text.append(values.more());
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
