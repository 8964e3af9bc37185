package dev.supervisord.os.posix;

import dev.supervisord.os.Accounting;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code proc(5)} tells of the use of memory and processors. Stateless. */
public final class PosixAccounting implements Accounting {

    @Override
    public Usage of(List<Pid> processes) {
        long memory = 0;
        long cpu = 0;
        long tasks = 0;
        for (Pid pid : processes) {
            Optional<ProcFs.Consumption> consumed = ProcFs.consumption(pid);
            if (consumed.isPresent()) {
                memory += consumed.get().residentBytes();
                cpu += consumed.get().cpuMicros();
                tasks += consumed.get().threads();
            }
        }
        return new Usage(Usage.Source.PROCESSES, memory, OptionalLong.empty(), OptionalLong.empty(), cpu, tasks, 0);
    }
}
