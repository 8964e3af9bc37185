import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.supervisord.model.Credentials;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Resource;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.posix.PosixProcesses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures from the request to the program having been executed: what {@code launch} takes until it returns. The ways take turns, and
 * beside them a bare {@code posix_spawn(3)} of the same program from the same process, so that on a busy machine they are comparable.
 */
public final class LaunchCost {

    private static final int WARM_UP = 300;
    private static final int ROUNDS = 1000;
    private static final String PROGRAM = "/bin/true";

    private static final PosixProcesses PROCESSES = new PosixProcesses();

    private LaunchCost() {}

    /** Starts the program once. */
    private interface Way {
        boolean start();
    }

    public static void main(String[] words) {
        Limits limits = new Limits(
                Map.of(Resource.NOFILE, new Limit(1024, 4096), Resource.CORE, new Limit(0, 0)));
        LaunchAttributes limited = LaunchAttributes.INHERITED.with(limits);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("bare posix_spawn", bare());
        ways.put("direct", launch(LaunchAttributes.INHERITED));
        ways.put("gated, with limits", launch(limited));
        if ("root".equals(System.getProperty("user.name"))) {
            Credentials nobody = Credentials.INHERITED.withUser("nobody");
            ways.put("gated, with user", launch(LaunchAttributes.INHERITED.with(nobody)));
            ways.put("gated, with user and limits", launch(limited.with(nobody)));
        } else {
            System.out.println("gated, with user: not measured, only root can become another user");
        }
        measure(ways);
    }

    private static Way launch(LaunchAttributes attributes) {
        LaunchSpec spec = new LaunchSpec(
                List.of(PROGRAM),
                Map.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                Optional.empty(),
                attributes,
                new Stream.Null(),
                new Stream.Null(),
                new Stream.SameAsStdout());
        return () -> PROCESSES.launch(spec) instanceof LaunchResult.Launched;
    }

    private static Way bare() {
        Function spawn = Function.getFunction("c", "posix_spawn");
        Memory pid = new Memory(8);
        Memory path = new Memory(PROGRAM.length() + 1L);
        path.setString(0, PROGRAM);
        Memory argv = new Memory(16);
        argv.setPointer(0, path);
        argv.setPointer(8, Pointer.NULL);
        Memory environment = new Memory(8);
        environment.setPointer(0, Pointer.NULL);
        return () -> spawn.invokeInt(new Object[] {pid, path, Pointer.NULL, Pointer.NULL, argv, environment}) == 0;
    }

    private static void measure(Map<String, Way> ways) {
        Map<String, long[]> all = new LinkedHashMap<>();
        ways.keySet().forEach(name -> all.put(name, new long[ROUNDS]));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                long begin = System.nanoTime();
                boolean started = way.getValue().start();
                long took = System.nanoTime() - begin;
                if (!started || !PROCESSES.awaitExit() || PROCESSES.reap().isEmpty()) {
                    throw new IllegalStateException("cannot measure: " + way.getKey());
                }
                if (round >= 0) {
                    all.get(way.getKey())[round] = took;
                }
            }
        }
        all.values().forEach(Arrays::sort);
        long[] base = all.values().iterator().next();
        all.forEach((name, nanos) -> System.out.printf(
                "%-28s median %5.2f ms   p90 %5.2f ms   min %5.2f ms   median and min by the bare one's: %4.1f %4.1f%n",
                name,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 9 / 10] / 1e6,
                nanos[0] / 1e6,
                nanos[ROUNDS / 2] / (double) base[ROUNDS / 2],
                nanos[0] / (double) base[0]));
    }
}
