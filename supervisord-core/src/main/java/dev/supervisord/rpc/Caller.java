package dev.supervisord.rpc;

import dev.supervisord.model.AccessRule.Callers;
import io.grpc.Context;
import java.util.Set;

/** Who makes a call. */
sealed interface Caller {

    /** In every call. */
    Context.Key<Caller> CONTEXT = Context.key("dev.supervisord.caller");

    /** Whether a rule means this one. */
    boolean isAmong(Callers callers);

    /** What to write in a rule that means this one: a key and its value. */
    String asKey();

    /** A user of this machine, on the unix socket. */
    record User(int uid, Set<Integer> gids) implements Caller {

        @Override
        public boolean isAmong(Callers callers) {
            return callers.everybody()
                    || callers.uids().contains(uid)
                    || gids.stream().anyMatch(callers.gids()::contains);
        }

        @Override
        public String asKey() {
            return "users = [\"" + Integer.toUnsignedString(uid) + "\"]";
        }

        @Override
        public String toString() {
            return "uid " + Integer.toUnsignedString(uid);
        }
    }

    /** Who knows a token. */
    record Token(String name) implements Caller {

        @Override
        public boolean isAmong(Callers callers) {
            return callers.tokens().contains(name);
        }

        @Override
        public String asKey() {
            return "tokens = [\"" + name + "\"]";
        }

        @Override
        public String toString() {
            return "token " + name;
        }
    }

    /** Who has the key of a certificate. */
    record Certified(Subject subject) implements Caller {

        @Override
        public boolean isAmong(Callers callers) {
            return callers.certificates().stream().anyMatch(subject::has);
        }

        @Override
        public String asKey() {
            return "certificates = [\"" + subject + "\"]";
        }

        @Override
        public String toString() {
            return "certificate " + subject;
        }
    }
}
