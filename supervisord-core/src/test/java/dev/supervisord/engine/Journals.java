package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.fake.FakeOs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes journals for tests in which nothing is ever adopted. */
final class Journals {

    private Journals() {}

    static RunJournal forgetful(FakeOs os, Log log) {
        return of(new Forgetful(), os, log);
    }

    static RunJournal of(RunRecords records, FakeOs os, Log log) {
        return new RunJournal(records, new Strangers(), os.clock(), log, "test", new Pid(1), List.of());
    }

    /** The environment of a child but for the mark of its run, which is different each time; it must be there. */
    static Map<String, String> withoutMark(Map<String, String> environment) {
        Map<String, String> rest = new HashMap<>(environment);
        if (rest.remove(RunMark.VARIABLE) == null) {
            throw new AssertionError("no mark in " + environment);
        }
        return rest;
    }

    /** Records that nobody will read. */
    private static final class Forgetful implements RunRecords {
        @Override
        public void write(RunRecord record) {}

        @Override
        public void remove(ProcessName name) {}

        @Override
        public void clear() {}

        @Override
        public String file(ProcessName name) {
            return name + ".run";
        }

        @Override
        public Reading readAll() {
            return new Reading(List.of(), List.of());
        }
    }

    /** A machine on which no process can be identified. */
    private static final class Strangers implements Adopted {
        @Override
        public Optional<Duration> adopt(ProcessIdentity identity) {
            return Optional.empty();
        }

        @Override
        public Duration since(ProcessIdentity identity) {
            throw new AssertionError("nothing was recorded");
        }

        @Override
        public Optional<ProcessIdentity> identify(Pid pid) {
            return Optional.empty();
        }

        @Override
        public boolean awaitEnd() {
            return false;
        }

        @Override
        public String bootId() {
            return "this boot";
        }
    }
}
