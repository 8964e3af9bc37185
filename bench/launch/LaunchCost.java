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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures from the request to the program having been executed: what {@code launch} takes until it returns. */
public final class LaunchCost {

    private static final int WARM_UP = 300;
    private static final int ROUNDS = 1000;

    private LaunchCost() {}

    public static void main(String[] words) {
        Limits limits = new Limits(
                Map.of(Resource.NOFILE, new Limit(1024, 4096), Resource.CORE, new Limit(0, 0)));
        LaunchAttributes limited = LaunchAttributes.INHERITED.with(limits);
        PosixProcesses processes = new PosixProcesses();
        measure(processes, "direct", LaunchAttributes.INHERITED);
        measure(processes, "gated, with limits", limited);
        if ("root".equals(System.getProperty("user.name"))) {
            measure(processes, "gated, with user", LaunchAttributes.INHERITED.with(nobody()));
            measure(processes, "gated, with user and limits", limited.with(nobody()));
        } else {
            System.out.println("gated, with user: not measured, only root can become another user");
        }
    }

    private static Credentials nobody() {
        return Credentials.INHERITED.withUser("nobody");
    }

    private static void measure(PosixProcesses processes, String way, LaunchAttributes attributes) {
        LaunchSpec spec = new LaunchSpec(
                List.of("/bin/true"),
                Map.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                Optional.empty(),
                attributes,
                new Stream.Null(),
                new Stream.Null(),
                new Stream.SameAsStdout());
        long[] nanos = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            LaunchResult result = processes.launch(spec);
            long took = System.nanoTime() - begin;
            if (!(result instanceof LaunchResult.Launched) || !processes.awaitExit() || processes.reap().isEmpty()) {
                throw new IllegalStateException(way + ": " + result);
            }
            if (round >= 0) {
                nanos[round] = took;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-28s median %.2f ms   p90 %.2f ms   min %.2f ms%n",
                way, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 9 / 10] / 1e6, nanos[0] / 1e6);
    }
}
