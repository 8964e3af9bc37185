package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.AccessToken;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.Plans;
import dev.supervisord.os.FreePort;
import dev.supervisord.output.Eventually;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that go on while the rights of their callers change. */
@Timeout(300)
class LastingCallsTest {

    /** SHA-256 of "secret". */
    private static final String DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final AccessRule OTHERS = new AccessRule(
            "others", AccessRole.ADMIN, new Callers(false, Set.of(1), Set.of(), Set.of(), List.of()), List.of());

    @TempDir
    Path directory;

    private Rig rig;
    private @Nullable ManagedChannel channel;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.guarded(directory, Optional.empty());
    }

    @AfterEach
    void close() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
        }
        rig.close();
    }

    private static AccessRule rule(AccessRole role, String... programs) {
        Callers group = new Callers(false, Set.of(), Set.of(4711), Set.of("ci"), List.of());
        return new AccessRule("us", role, group, List.of(programs));
    }

    private static ControlSpec spec(List<AccessToken> tokens, AccessRule... rules) {
        return new ControlSpec(Optional.empty(), List.of(rules), tokens, Optional.empty());
    }

    private void rules(AccessRule... rules) {
        rig.control.shows(Plans.with(Rig.PLAN, spec(List.of(), rules)));
    }

    /** What SIGHUP does. */
    private void reload() {
        rig.control.answers(List.of());
        assertEquals(
                Optional.empty(),
                rig.server.reload(read -> {}).toCompletableFuture().join());
    }

    /** Keeps what a call is told: answers, and at the end how it ended. */
    private static final class Ear<T> implements StreamObserver<T> {
        private final BlockingQueue<T> answers = new LinkedBlockingQueue<>();
        private final BlockingQueue<Refusal> end = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable why) {
            end.add(Refusal.of(why));
        }

        @Override
        public void onCompleted() {
            end.add(new Refusal(Code.OK, "", ""));
        }

        T answer() throws InterruptedException {
            T next = answers.poll(120, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no answer; ended: " + end);
            }
            return next;
        }

        String end() throws InterruptedException {
            Refusal how = end.poll(120, TimeUnit.SECONDS);
            return how == null ? "it goes on" : how.code() + " " + how.reason();
        }
    }

    private Ear<WatchResponse> watch() throws InterruptedException {
        Ear<WatchResponse> ear = new Ear<>();
        ProcessServiceGrpc.newStub(rig.connect()).watch(WatchRequest.getDefaultInstance(), ear);
        assertEquals(true, ear.answer().getSnapshot());
        return ear;
    }

    @Test
    void aTailEndsWhenItsCallerMayReadNoMore() throws InterruptedException {
        rules(rule(AccessRole.READ, "web"));
        Ear<TailResponse> ear = new Ear<>();
        LogServiceGrpc.newStub(rig.connect())
                .tail(
                        TailRequest.newBuilder()
                                .setName("web:web_00")
                                .setFollow(true)
                                .build(),
                        ear);
        Eventually.until(() -> rig.outputs.readers().size() == 1, () -> "nobody reads");
        rules(rule(AccessRole.READ, "cat"));
        reload();
        assertEquals("PERMISSION_DENIED ROLE_MISSING", ear.end());
        Eventually.until(
                () -> rig.outputs.isClosed(rig.outputs.readers().get(0)), () -> "the log is read on for nobody");
    }

    @Test
    void aWatchEndsWhenItsCallerMaySeeNothingAndNoSooner() throws InterruptedException {
        rules(rule(AccessRole.READ));
        Ear<WatchResponse> ear = watch();
        rules(rule(AccessRole.OPERATE), OTHERS);
        reload();
        rules(OTHERS);
        reload();
        assertEquals("PERMISSION_DENIED ROLE_MISSING", ear.end());
    }

    @Test
    void whoMaySeeOtherProcessesIsToWatchAnew() throws InterruptedException {
        rules(rule(AccessRole.READ, "web"));
        Ear<WatchResponse> ear = watch();
        rules(rule(AccessRole.READ, "web", "cat"));
        reload();
        assertEquals("UNAVAILABLE RIGHTS_CHANGED", ear.end());
        Ear<WatchResponse> anew = new Ear<>();
        ProcessServiceGrpc.newStub(rig.connect()).watch(WatchRequest.getDefaultInstance(), anew);
        assertEquals(3, anew.answer().getProcessesCount());
    }

    private Ear<WatchResponse> watchByToken(AccessToken token) throws IOException {
        int port = FreePort.next();
        ControlSpec tcp = new ControlSpec(
                Optional.of(new Tcp(new ListenAddress.Inet(InetAddress.getLoopbackAddress(), port), Optional.empty())),
                List.of(rule(AccessRole.READ)),
                List.of(token),
                Optional.empty());
        rig.control.shows(Plans.with(Rig.PLAN, tcp));
        assertEquals(Optional.empty(), rig.server.listenRemotely(tcp));
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer secret");
        channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
        Ear<WatchResponse> ear = new Ear<>();
        ProcessServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .watch(WatchRequest.getDefaultInstance(), ear);
        return ear;
    }

    @Test
    void aTokenThatIsGoneEndsWhatItHadBegun() throws IOException, InterruptedException {
        Ear<WatchResponse> ear = watchByToken(new AccessToken("ci", DIGEST, Optional.empty()));
        assertEquals(3, ear.answer().getProcessesCount());
        rules(rule(AccessRole.READ));
        reload();
        assertEquals("UNAUTHENTICATED TOKEN_UNKNOWN", ear.end());
    }

    /** On a slow machine the token has expired before the call begins, which ends in the same way. */
    @Test
    void aTokenThatExpiresEndsWhatItHadBegun() throws IOException, InterruptedException {
        Instant soon = Instant.now().plusSeconds(2);
        Ear<WatchResponse> ear = watchByToken(new AccessToken("ci", DIGEST, Optional.of(soon)));
        assertEquals("UNAUTHENTICATED TOKEN_EXPIRED", ear.end());
    }
}
