package dev.supervisord.rpc;

import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.AccessRole;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a caller with rights to some processes only gets of what was selected.
 *
 * @param permitted the names to go on with
 * @param denied results for those that are not permitted
 * @param unknown results for names that fit nothing
 */
record Narrowing(List<String> permitted, List<OperationResult> denied, List<OperationResult> unknown) {

    /** Without names everything is meant, which is for each caller what this one may see. */
    static Narrowing of(List<String> names, Snapshot snapshot, Rights rights, AccessRole needed) {
        Selection selection = snapshot.select(names);
        List<String> permitted = new ArrayList<>();
        List<OperationResult> denied = new ArrayList<>();
        for (ProcessView process : selection.processes()) {
            if (rights.on(process.spec(), needed)) {
                // Both parts: in short, a process that is called "all" would mean everything.
                permitted.add(process.name().group() + ":" + process.name().process());
            } else if (!names.isEmpty()) {
                denied.add(ProtoMapper.result(
                        process.name().toString(),
                        ResultCode.RESULT_CODE_NOT_PERMITTED,
                        "the role " + needed.word() + " is missing for "
                                + process.spec().program()));
            }
        }
        return new Narrowing(
                permitted,
                denied,
                selection.unknown().stream().map(ProtoMapper::result).toList());
    }

    /** What is said of names that led to no process to go on with, those that are denied first. */
    List<OperationResult> without() {
        List<OperationResult> results = new ArrayList<>(denied);
        results.addAll(unknown);
        return results;
    }
}
