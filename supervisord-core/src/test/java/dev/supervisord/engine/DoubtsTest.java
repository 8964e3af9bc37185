package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.Wait;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.os.Pid;
import dev.supervisord.os.fake.FakeProgram;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs whose records cannot be read, and what listens where they would. */
class DoubtsTest extends Aftermath {

    private static final int PORT = 8000;

    private final ProcessSpec web = SpecBuilder.process("web").port(PORT).build();
    private final HeldSocket.Id held = new HeldSocket.Id("front", new ListenAddress.Unix(Path.of("/run/front.socket")));

    @BeforeEach
    void theRecordIsDamaged() {
        records.damage("web.run", "it is damaged");
    }

    /** A process that bears no mark of ours. */
    private Pid stranger() {
        return os.processes().leftBehind(FakeProgram.endless(), "no mark").pid();
    }

    private static ListenAddress anyAddress(int port) {
        return new ListenAddress.Inet(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void whereSomebodyListensOnItsPortNothingIsStartedBeforeSomebodyDecides() {
        Pid pid = stranger();
        listeners.listen(pid, "nginx", anyAddress(PORT));
        start(web);
        assertEquals(List.of(), launched);
        assertEquals(Phase.FATAL, view("web").phase());
        assertEquals(
                "held back: pid " + pid
                        + " (nginx) listens on port 8000 and may be its last run, whose record cannot be used",
                view("web").reason());
        assertEquals(
                LaunchFailure.Stage.IN_DOUBT,
                view("web").failure().orElseThrow().stage());
        assertTrue(
                log.contains(
                        "'web' is not started: the record of its last run, 'web.run', cannot be used (it is damaged), and pid "
                                + pid
                                + " (nginx) listens on port 8000, which may be that run. To start it all the same: ctl start web"),
                log.toString());
    }

    @Test
    void whoAsksForAStartHasDecided() {
        listeners.listen(stranger(), "nginx", anyAddress(PORT));
        start(web);
        supervisor.handle(() -> supervisor.start(List.of("web"), Wait.NO, Asker.DAEMON, outcomes -> {}));
        assertEquals(List.of("web #2"), launched);
    }

    @Test
    void itIsStartedWhereNobodyListens() {
        listeners.listen(stranger(), "nginx", anyAddress(PORT + 1));
        start(web);
        assertEquals(List.of("web #1"), launched);
    }

    @Test
    void itIsStartedWhereItIsNotKnownWhereItListens() {
        listeners.listen(stranger(), "nginx", anyAddress(PORT));
        start(spec("web"));
        assertEquals(List.of("web #1"), launched);
    }

    @Test
    void whoIsToBeStartedByHandIsNotHeldBack() {
        listeners.listen(stranger(), "nginx", anyAddress(PORT));
        start(SpecBuilder.process("web").port(PORT).autostart(false).build());
        assertEquals(Phase.STOPPED, view("web").phase());
    }

    @Test
    void aSocketOfTheDaemonTellsOfTheProgramThatListensOnIt() {
        listeners.listen(stranger(), "uwsgi", held.address());
        start(SpecBuilder.process("web").sockets(held).build());
        assertEquals(Phase.FATAL, view("web").phase());
        assertTrue(view("web").reason().contains("(uwsgi) listens on unix:/run/front.socket"));
    }

    @Test
    void whatTheDaemonHoldsAndWhatItKnowsIsInNobodysWay() {
        listeners.listen(os.processes().self(), "java", held.address());
        listeners.listen(lives(spec("other"), Stage.UP).pid(), "uwsgi", held.address());
        start(SpecBuilder.process("web").sockets(held).build(), spec("other"));
        assertEquals(List.of("web #1"), launched);
    }

    @Test
    void aProgramThatIsFoundByItsMarkIsAdopted() {
        Pid pid =
                os.processes().leftBehind(FakeProgram.endless(), mark("web", 7)).pid();
        listeners.listen(pid, "gunicorn", anyAddress(PORT));
        start(web);
        assertEquals(pid.value(), view("web").pid().orElseThrow());
        assertEquals(List.of(), launched);
    }
}
