package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.engine.Changes;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.engine.ViewBuilder;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watching over a real connection. The scripted engine begins with revision 7. */
@Timeout(300)
class WatchTest {

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    /** A client that reads when it is told to, and notes what it was told in a line for each message. */
    private final class Client implements ClientResponseObserver<WatchRequest, WatchResponse> {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private @Nullable ClientCallStreamObserver<WatchRequest> call;

        Client(long revision, String... selectors) {
            ProcessServiceGrpc.newStub(rig.connect())
                    .watch(
                            WatchRequest.newBuilder()
                                    .addAllSelectors(List.of(selectors))
                                    .setRevision(revision)
                                    .build(),
                            this);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(WatchResponse response) {
            told.add(response.getRevision()
                    + (response.getSnapshot() ? " all" : "")
                    + (response.getMissed() ? " missed" : "")
                    + response.getRemovedList().stream()
                            .map(name -> " -" + name)
                            .collect(Collectors.joining())
                    + response.getProcessesList().stream().map(WatchTest::text).collect(Collectors.joining())
                    + response.getUnknownList().stream()
                            .map(unknown -> " ?" + unknown.getName())
                            .collect(Collectors.joining()));
        }

        @Override
        public void onError(Throwable failure) {
            told.add(Refusal.of(() -> {
                        throw (io.grpc.StatusRuntimeException) failure;
                    })
                    .reason());
        }

        @Override
        public void onCompleted() {
            told.add("completed");
        }

        String next() throws InterruptedException {
            if (call == null) {
                throw new IllegalStateException("the call has not begun");
            }
            call.request(1);
            String line = told.poll(60, TimeUnit.SECONDS);
            return line == null ? "nothing" : line;
        }
    }

    private static String text(ProcessStatus status) {
        return " " + status.getProcess() + "#" + status.getGeneration();
    }

    private static ProcessView view(int index, long generation) {
        return ViewBuilder.of(Rig.PLAN.processes().get(index))
                .generation(generation)
                .build();
    }

    /** All processes have this generation, and these are told to have changed. */
    private void publish(long revision, int... indices) {
        List<ProcessView> all = List.of(view(0, revision), view(1, revision), view(2, revision));
        List<ProcessView> changed = Arrays.stream(indices).mapToObj(all::get).toList();
        rig.control.publishes(
                new Snapshot(revision, DaemonPhase.RUNNING, Rig.PLAN, all),
                new Changes(revision, changed, List.of(), false));
    }

    @Test
    void aWatchBeginsWithEverythingAndThenTellsEachChange() throws InterruptedException {
        Client client = new Client(0);
        assertEquals("7 all cat#0 web_00#0 web_01#0", client.next());
        publish(8, 0);
        assertEquals("8 cat#8", client.next());
        publish(9, 1, 2);
        assertEquals("9 web_00#9 web_01#9", client.next());
    }

    @Test
    void onlyWhatFitsTheSelectorsIsTold() throws InterruptedException {
        Client client = new Client(0, "web:*", "nosuch");
        assertEquals("7 all web_00#0 web_01#0 ?nosuch", client.next());
        publish(8, 0);
        publish(9, 0, 1);
        assertEquals("9 web_00#9", client.next());
    }

    @Test
    void aWatchGoesOnFromARevisionThatIsRemembered() throws InterruptedException {
        publish(8, 0);
        publish(9, 1);
        Client client = new Client(8);
        assertEquals("9 web_00#9", client.next());
        publish(10, 2);
        assertEquals("10 web_01#10", client.next());
    }

    @Test
    void aRevisionThatIsNotRememberedIsAnsweredByEverything() throws InterruptedException {
        publish(8, 0);
        assertEquals("8 all missed cat#8 web_00#8 web_01#8", new Client(6).next());
        assertEquals("8 all missed cat#8 web_00#8 web_01#8", new Client(4711).next());
        long far = 8 + WatchFeed.REVISIONS_MAX;
        for (long revision = 9; revision <= far; revision++) {
            publish(revision, 0);
        }
        assertEquals(far + " all missed cat#" + far + " web_00#" + far + " web_01#" + far, new Client(7).next());
    }

    @Test
    void whoDoesNotReadIsToldTheLatestOnlyWhenHeDoes() throws InterruptedException {
        Client slow = new Client(0);
        assertEquals("7 all cat#0 web_00#0 web_01#0", slow.next());
        Client quick = new Client(7);
        int revision = 7;
        for (int i = 0; i < 3 * WatchFeed.REVISIONS_MAX; i++) {
            publish(++revision, 0, 1, 2);
            assertEquals(revision + " cat#" + revision + " web_00#" + revision + " web_01#" + revision, quick.next());
        }
        int messages = 1;
        while (!slow.next().startsWith(revision + " ")) {
            messages++;
        }
        assertFalse(messages > 2 * WatchFeed.REVISIONS_MAX, messages + " messages were kept for it");
    }

    @Test
    void removedProcessesAreToldOf() throws InterruptedException {
        Client client = new Client(0, "cat");
        assertEquals("7 all cat#0", client.next());
        rig.control.publishes(
                new Snapshot(8, DaemonPhase.RUNNING, Rig.PLAN, List.of(view(1, 8), view(2, 8))),
                new Changes(8, List.of(), List.of(view(0, 8).name()), false));
        assertEquals("8 -cat", client.next());
    }

    @Test
    void theEndOfTheDaemonIsToldAfterTheLastChange() throws InterruptedException {
        Client client = new Client(0);
        assertEquals("7 all cat#0 web_00#0 web_01#0", client.next());
        publish(8, 0);
        assertEquals("8 cat#8", client.next());
        rig.server.close(Rig.GRACE);
        assertEquals("DAEMON_ENDS", client.next());
    }
}
