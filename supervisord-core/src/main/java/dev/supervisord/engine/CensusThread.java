package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The thread that reads marks: what the environment of a process says may have to be waited for, when the kernel keeps that
 * process busy ({@code proc(5)}), and the loop must not wait.
 */
public final class CensusThread implements Census {

    private final LinkedBlockingQueue<Runnable> questions = new LinkedBlockingQueue<>();
    private final Strays strays;
    private final MainSearch mains;
    private final Runnable watched;
    private final Consumer<Runnable> toLoop;

    /**
     * @param watched told when there are more processes whose end has to be waited for, before they are reported
     * @param toLoop posts a message to the loop
     */
    public CensusThread(Strays strays, MainSearch mains, Runnable watched, Consumer<Runnable> toLoop) {
        this.strays = strays;
        this.mains = mains;
        this.watched = watched;
        this.toLoop = toLoop;
    }

    /** The thread's life. Ends when interrupted. */
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                questions.take().run();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void owners(List<Pid> orphans, Consumer<Map<Pid, ProcessName>> answer) {
        questions.add(() -> {
            Map<Pid, ProcessName> owners = new HashMap<>();
            for (Pid orphan : orphans) {
                strays.owner(orphan).ifPresent(name -> owners.put(orphan, name));
            }
            toLoop.accept(() -> answer.accept(owners));
        });
    }

    @Override
    public void main(MainSearch.Run run, Consumer<MainSearch.Finding> answer) {
        questions.add(() -> {
            MainSearch.Finding finding = mains.look(run);
            watched.run();
            toLoop.accept(() -> answer.accept(finding));
        });
    }

    @Override
    public void search(ProcessName name, OptionalInt session, Consumer<List<Stray>> answer) {
        questions.add(() -> {
            List<Stray> found = strays.of(name, seen -> session.isPresent() && seen.session() == session.getAsInt());
            watched.run();
            toLoop.accept(() -> answer.accept(found));
        });
    }
}
