package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResult;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code top}: what processes use, live. */
final class TopCommand implements Command {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SAMPLE_MILLIS = 1000;

    private TopTable.Order order = TopTable.Order.CPU;
    private boolean reordered;

    @Override
    public String help() {
        return """
                top\t\t\tShow what all processes use, with what they have started: processor, memory, restarts
                top <name> ...\t\tThe same of these processes, programs or groups
                Keys: q quit, c m r n: by cpu, memory, restarts, name. Where output is no terminal: one table, of a second.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        GetStatusRequest request = GetStatusRequest.newBuilder()
                .addAllSelectors(words.contains("all") ? List.of() : words)
                .setResources(true)
                .build();
        GetStatusResponse first = session.soon(session.processes()).getStatus(request);
        if (first.getUnknownCount() > 0) {
            for (OperationResult unknown : first.getUnknownList()) {
                session.console().line(Results.text(unknown));
            }
            return ExitCode.UNKNOWN;
        }
        if (!first.getResourcesError().isEmpty()) {
            session.console().error("what processes use cannot be shown: " + first.getResourcesError());
            return ExitCode.ERROR;
        }
        TopTable table = new TopTable();
        table.take(first.getProcessesList(), System.nanoTime());
        try {
            if (session.terminal().isScreen()) {
                draw(request, table, session);
            } else {
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                look(request, table, session);
                table.lines(order).forEach(session.console()::line);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static void look(GetStatusRequest request, TopTable table, Session session) {
        GetStatusResponse seen = session.soon(session.processes()).getStatus(request);
        table.take(seen.getProcessesList(), System.nanoTime());
    }

    private void draw(GetStatusRequest request, TopTable table, Session session) throws InterruptedException {
        try (FullScreen screen = new FullScreen(session)) {
            String title = session.server().url();
            long looked = System.nanoTime();
            screen.show(picture(title, table));
            while (!screen.typed(this::isEnd)) {
                boolean due = System.nanoTime() - looked >= PERIOD_NANOS;
                if (due) {
                    looked = System.nanoTime();
                    title = session.server().url();
                    try {
                        look(request, table, session);
                    } catch (StatusRuntimeException gone) {
                        title += "   " + Failures.text(gone.getStatus());
                    }
                }
                if (due || reordered) {
                    reordered = false;
                    screen.show(picture(title, table));
                }
            }
        }
    }

    private boolean isEnd(int key) {
        TopTable.Order wanted = switch (key) {
            case 'c' -> TopTable.Order.CPU;
            case 'm' -> TopTable.Order.MEMORY;
            case 'r' -> TopTable.Order.RESTARTS;
            case 'n' -> TopTable.Order.NAME;
            default -> order;
        };
        reordered |= wanted != order;
        order = wanted;
        return key == 'q' || key == 'Q';
    }

    private List<String> picture(String title, TopTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(title + "   q: quit, c m r n: order");
        lines.add("");
        lines.addAll(table.lines(order));
        return lines;
    }
}
