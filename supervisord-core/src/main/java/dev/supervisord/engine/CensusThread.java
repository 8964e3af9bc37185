package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The thread that reads marks: what the environment of a process says may have to be waited for, when the kernel keeps that
 * process busy ({@code proc(5)}), and the loop must not wait.
 */
public final class CensusThread implements Census {

    private final Orders questions;
    private final Strays strays;
    private final MainSearch mains;
    private final Runnable watched;
    private final Consumer<Runnable> toLoop;
    private final Log log;

    /**
     * @param watched told when there are more processes whose end has to be waited for, before they are reported
     * @param toLoop posts a message to the loop
     */
    public CensusThread(Strays strays, MainSearch mains, Runnable watched, Consumer<Runnable> toLoop, Log log) {
        this.questions = new Orders("census", log);
        this.strays = strays;
        this.mains = mains;
        this.watched = watched;
        this.toLoop = toLoop;
        this.log = log;
    }

    /** The thread's life. Ends when interrupted. */
    public void run() {
        questions.carryOut();
    }

    @Override
    public void owners(List<Pid> orphans, Consumer<Map<Pid, ProcessName>> answer) {
        ask(() -> ownersOf(orphans), fault -> Map.of(), answer);
    }

    private Map<Pid, ProcessName> ownersOf(List<Pid> orphans) {
        Map<Pid, ProcessName> owners = new HashMap<>();
        for (Pid orphan : orphans) {
            strays.owner(orphan).ifPresent(name -> owners.put(orphan, name));
        }
        return owners;
    }

    @Override
    public void main(MainSearch.Run run, Consumer<MainSearch.Finding> answer) {
        ask(
                () -> {
                    MainSearch.Finding finding = mains.look(run);
                    watched.run();
                    return finding;
                },
                fault -> new MainSearch.Nobody("internal error: " + fault.getMessage(), false),
                answer);
    }

    @Override
    public void search(ProcessName name, OptionalInt session, Consumer<List<Stray>> answer) {
        ask(
                () -> {
                    List<Stray> found =
                            strays.of(name, seen -> session.isPresent() && seen.session() == session.getAsInt());
                    watched.run();
                    return found;
                },
                fault -> List.of(),
                answer);
    }

    /** The process waits for the answer: it gets one whatever happens. */
    private <T> void ask(Supplier<T> question, Function<RuntimeException, T> otherwise, Consumer<T> answer) {
        questions.add(() -> {
            T said;
            try {
                said = question.get();
            } catch (RuntimeException fault) {
                log.critical("cannot find out which processes belong to a run: " + fault);
                said = otherwise.apply(fault);
            }
            T told = said;
            toLoop.accept(() -> answer.accept(told));
        });
    }
}
