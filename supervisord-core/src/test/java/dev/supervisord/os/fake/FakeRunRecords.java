package dev.supervisord.os.fake;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records in memory. */
public final class FakeRunRecords implements RunRecords {

    private final Map<ProcessName, RunRecord> records = new TreeMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    /** From now on there is something that cannot be read. */
    public void damage(String file, String reason) {
        unreadable.add(new Unreadable(file, reason));
    }

    @Override
    public void write(RunRecord record) {
        records.put(record.name(), record);
    }

    @Override
    public void remove(ProcessName name) {
        records.remove(name);
    }

    @Override
    public void clear() {
        records.clear();
        unreadable.clear();
    }

    @Override
    public String file(ProcessName name) {
        return name + ".run";
    }

    @Override
    public Reading readAll() {
        return new Reading(List.copyOf(records.values()), unreadable);
    }
}
