package dev.supervisord.rpc;

import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.rpc.AttachService.Means;
import dev.supervisord.v1.TerminalSize;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;

/** The terminal of a run that a client is attached to. Stateless. */
final class AttachedTerminal {

    /** As many characters as a terminal can have in a row, or rows. */
    private static final int SIZE_MAX = 0xffff;

    private AttachedTerminal() {}

    /**
     * Gives it the size of the client's. Where there is no terminal nothing comes of it: whoever looks on at one need not know what a
     * process has.
     *
     * @param refused told, at once or later, why that was not possible
     */
    static void resize(Means means, ProcessView attached, TerminalSize size, Consumer<StatusRuntimeException> refused) {
        int rows = size.getRows();
        int columns = size.getColumns();
        if (rows < 1 || rows > SIZE_MAX || columns < 1 || columns > SIZE_MAX) {
            refused.accept(means.statuses().badSize(SIZE_MAX));
            return;
        }
        var unused = means.control()
                .withChild(
                        attached.name(),
                        attached.generation(),
                        pid -> means.inputs().resize(pid, rows, columns))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        refused.accept(means.statuses().failure(failure));
                    }
                });
    }
}
