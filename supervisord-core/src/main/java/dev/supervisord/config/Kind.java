package dev.supervisord.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kinds of section. */
enum Kind {
    SUPERVISORD("supervisord", Naming.NONE),
    SUPERVISORCTL("supervisorctl", Naming.NONE),
    UNIX_HTTP_SERVER("unix_http_server", Naming.OPTIONAL),
    INET_HTTP_SERVER("inet_http_server", Naming.OPTIONAL),
    INCLUDE("include", Naming.NONE),
    PROGRAM("program", Naming.REQUIRED),
    GROUP("group", Naming.REQUIRED),
    SOCKET("socket", Naming.REQUIRED),
    CONTROL("control", Naming.NONE),
    ACCESS("access", Naming.REQUIRED),
    TOKEN("token", Naming.REQUIRED),
    EVENTLISTENER("eventlistener", Naming.REQUIRED),
    FCGI_PROGRAM("fcgi-program", Naming.REQUIRED),
    RPCINTERFACE("rpcinterface", Naming.REQUIRED),
    CTLPLUGIN("ctlplugin", Naming.REQUIRED);

    /** Those whose sections describe processes. Here, and not with their keys: tables of keys that need each other have no order. */
    static final Set<Kind> PROCESSES = Collections.unmodifiableSet(EnumSet.of(PROGRAM, EVENTLISTENER, FCGI_PROGRAM));

    /** Whether a section of the kind has a name of its own. */
    private enum Naming {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    private final String word;
    private final Naming naming;

    Kind(String word, Naming naming) {
        this.word = word;
        this.naming = naming;
    }

    /** The word in the section's header. */
    String word() {
        return word;
    }

    /** Whether a section may be written without a name. */
    boolean mayBeUnnamed() {
        return naming != Naming.REQUIRED;
    }

    boolean mayBeNamed() {
        return naming != Naming.NONE;
    }

    /** Whether its sections describe processes. */
    boolean hasProcesses() {
        return PROCESSES.contains(this);
    }

    /** Whether any key may stand in it, because keys are arguments for a plugin. */
    boolean takesAnyKey() {
        return this == RPCINTERFACE || this == CTLPLUGIN;
    }

    static Optional<Kind> of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
