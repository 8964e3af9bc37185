package dev.supervisord.os;

import java.util.List;

/** Counts what processes use. Safe for use by several threads; never called by the loop, because it reads much. */
public interface Accounting {

    /** The sum over these processes; those that have ended count nothing. */
    Usage of(List<Pid> processes);
}
