package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.StandardInput;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.fake.FakeCgroups;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProcesses;
import dev.supervisord.os.fake.FakeSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done for a launch, on a thread of its own. */
@Timeout(300)
class LauncherThreadTest {

    private static final Stream.Pipe PIPE = new Stream.Pipe(new Fd(12), new FileId(1, 2, 3));

    private final FakeOs os = new FakeOs();
    private final FakeProcesses processes = os.processes();
    private final LinkedBlockingQueue<Runnable> toLoop = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final OnePipe outputs = new OnePipe();
    private final FakeCgroups cgroups = new FakeCgroups();
    private final LauncherThread launcher = new LauncherThread(
            processes,
            outputs,
            Map.of("LANG", "C", "A", "daemon"),
            Journals.forgetful(os, (level, line) -> told.add(line)),
            new HeldSockets(new FakeSockets(), (level, line) -> told.add(line)),
            new RunCgroups(cgroups, (level, line) -> told.add(line)),
            toLoop::add,
            () -> told.add("born"),
            (level, line) -> told.add(line));
    private final Thread thread = new Thread(launcher::run, "launcher");

    /** One pipe for standard output; or a failure. */
    private static final class OnePipe extends NoOutputs {
        private volatile Optional<LaunchFailure> failure = Optional.empty();
        private volatile Optional<RuntimeException> fault = Optional.empty();

        @Override
        public void name(ProcessName process, OutputSpec spec) throws OpenFailed {
            attach(process, spec);
        }

        @Override
        public Streams attach(ProcessName process, OutputSpec spec) throws OpenFailed {
            if (failure.isPresent()) {
                throw new OpenFailed(failure.get());
            }
            if (fault.isPresent()) {
                throw fault.get();
            }
            return new Streams(Optional.of(PIPE), Optional.empty());
        }
    }

    @BeforeEach
    void begin() {
        thread.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private LaunchResult launch(ProcessSpec spec) throws InterruptedException {
        List<LaunchResult> results = new ArrayList<>();
        launcher.launch(spec, 1, Setbacks.NONE, results::add);
        Runnable message = toLoop.poll(60, TimeUnit.SECONDS);
        assertTrue(message != null && results.isEmpty(), "the result is given on the loop");
        message.run();
        return results.get(0);
    }

    private LaunchFailure failure(ProcessSpec spec) throws InterruptedException {
        return assertInstanceOf(LaunchResult.Failed.class, launch(spec)).failure();
    }

    @Test
    void aChildGetsItsWordsItsVariablesAndItsPipe() throws InterruptedException {
        launch(process("web").command("serve", "-v").variable("A", "program").build());
        var spec = processes.launches().get(0).spec();
        assertEquals(List.of("serve", "-v"), spec.argv());
        assertEquals(Map.of("LANG", "C", "A", "daemon"), spec.inherited());
        assertEquals(Map.of("A", "program"), Journals.withoutMark(spec.environment()));
        assertEquals(new Stream.IdlePipe(), spec.stdin());
        assertEquals(PIPE, spec.stdout());
        assertEquals(new Stream.Null(), spec.stderr());
        assertEquals("born", told.poll());
    }

    @Test
    void aChildThatIsToReadNothingGetsTheEmptyDevice() throws InterruptedException {
        ProcessSpec spec = process("web")
                .attributes(LaunchAttributes.INHERITED.with(StandardInput.NULL))
                .build();
        launch(spec);
        assertEquals(new Stream.Null(), processes.launches().get(0).spec().stdin());
    }

    @Test
    void aTerminalIsAllThreeStreamsAndWritesToThePipe() throws InterruptedException {
        launch(process("web")
                .attributes(LaunchAttributes.INHERITED.withTerminal())
                .redirectStderr()
                .build());
        var spec = processes.launches().get(0).spec();
        assertEquals(new Stream.Terminal(PIPE), spec.stdout());
        assertEquals(
                List.of(new Stream.SameAsStdout(), new Stream.SameAsStdout()), List.of(spec.stdin(), spec.stderr()));
    }

    @Test
    void aFaultInOneOrderKeepsNobodyFromBeingLaunched() throws InterruptedException {
        launcher.order(() -> {
            throw new IllegalStateException("a bug");
        });
        assertInstanceOf(LaunchResult.Launched.class, launch(process("web").build()));
    }

    @Test
    void redirectedErrorsGoTheWayOfTheOutput() throws InterruptedException {
        launch(process("web").redirectStderr().build());
        assertEquals(
                new Stream.SameAsStdout(), processes.launches().get(0).spec().stderr());
    }

    @Test
    void logsThatCannotBeOpenedFailTheLaunchBeforeAChildIsBorn() throws InterruptedException {
        LaunchFailure failure = new LaunchFailure(Stage.LOG, "EACCES", "cannot open the log");
        outputs.failure = Optional.of(failure);
        assertEquals(failure, failure(process("web").build()));
        assertTrue(processes.launches().isEmpty() && told.isEmpty());
    }

    @Test
    void aCommandThatIsNoneFailsTheLaunch() throws InterruptedException {
        assertEquals(
                new LaunchFailure(Stage.COMMAND, "", "command is empty"),
                failure(process("web").malformed("", "command is empty").build()));
    }

    @Test
    void aFaultOfOursIsAFailureOfThisLaunchOnly() throws InterruptedException {
        outputs.fault = Optional.of(new IllegalStateException("planted"));
        assertEquals("internal error: planted", failure(process("web").build()).message());
        assertTrue(String.valueOf(told.poll()).contains("planted"));
        outputs.fault = Optional.empty();
        assertInstanceOf(LaunchResult.Launched.class, launch(process("web").build()));
    }

    @Test
    void logsThatCannotBeMadeBeforeTheStartAreTold() throws InterruptedException {
        outputs.failure = Optional.of(new LaunchFailure(Stage.LOG, "EACCES", "cannot open the log"));
        launcher.nameLogs(process("web").build());
        assertEquals(
                "cannot make the log of web before its start: cannot open the log", told.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void logSettingsThatCannotBeAppliedAreTold() throws InterruptedException {
        outputs.failure = Optional.of(new LaunchFailure(Stage.LOG, "EACCES", "cannot open the log"));
        launcher.reopenStreams(process("web").build());
        assertEquals(
                "cannot apply the new log settings of web: cannot open the log; its output goes where it went before",
                told.poll(60, TimeUnit.SECONDS));
    }
}
