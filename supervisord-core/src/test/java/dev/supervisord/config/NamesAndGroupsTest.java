package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.ProcessSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers, groups, priorities and ports: which processes there are and what they are called. */
class NamesAndGroupsTest {

    @Test
    void numberedProcessesCountFromTheirStart() {
        FakeMachine machine = new FakeMachine().directory("/srv/slot7").directory("/srv/slot8");
        Reading read = Reading.ini(
                machine,
                "[program:s]\ncommand=/bin/cat n=%(process_num)03d\nprocess_name=%(program_name)s.%(process_num)x\n"
                        + "numprocs=2\nnumprocs_start=7\ndirectory=/srv/slot%(process_num)d\n"
                        + "environment=SLOT=\"%(process_num)d/%(numprocs)d\"\n"
                        + "stdout_logfile=/tmp/%(group_name)s-%(process_num)02d.out\n");

        assertEquals(List.of("s:s.7", "s:s.8"), read.names());
        assertEquals(List.of("/bin/cat", "n=008"), read.argv("s:s.8"));
        ProcessSpec second = read.process("s:s.8");
        assertEquals(8, second.number());
        assertEquals("/srv/slot8", second.directory().orElseThrow().toString());
        assertEquals("8/2", second.environment().get("SLOT"));
        assertEquals(
                "/tmp/s-08.out", second.output().stdout().file().orElseThrow().toString());
    }

    @Test
    void manyProcessesKeepTheOrderOfTheirNumbers() {
        Reading read = Reading.ini(
                "[program:p]\ncommand=/bin/cat\nnumprocs=3\nnumprocs_start=99\nprocess_name=p%(process_num)d\n");

        assertEquals(List.of("p:p99", "p:p100", "p:p101"), read.names());
    }

    @Test
    void numbersBelowZeroAreNamedAsTheExpansionWritesThem() {
        String program = "[program.p]\ncommand = '/bin/cat'\nnumprocs = 2\nnumprocs_start = -1\n";

        assertEquals(List.of("p:p_-1", "p:p_00"), Reading.toml(program).names());
        assertEquals(
                List.of("p:p_-1", "p:p_00"),
                Reading.toml(program + "process_name = '%(program_name)s_%(process_num)02d'\n")
                        .names());
    }

    @Test
    void numbersAboveTheLastOneAreRefused() {
        String program = "[program:p]\ncommand=/bin/cat\nprocess_name=p%(process_num)d\nnumprocs=2\nnumprocs_start=";

        assertEquals(
                List.of("p:p2147483646", "p:p2147483647"),
                Reading.ini(program + "2147483646\n").names());
        Reading.ini(program + "2147483647\n").refused("numprocs_start", "above 2147483647", "smaller");
    }

    @Test
    void noProcessesLeaveAnEmptyGroup() {
        Reading read = Reading.ini("[program:p]\nnumprocs=0\n[program:q]\ncommand=/bin/cat\nnumprocs=-1\n");

        assertEquals(List.of(), read.names());
        assertEquals(
                List.of("p", "q"),
                read.plan().groups().stream().map(GroupSpec::name).toList());
    }

    @Test
    void aGroupTakesItsProgramsInTheOrderOfItsList() {
        Reading read = Reading.ini("[group:g]\nprograms=q, p\npriority=5\n[program:p]\ncommand=/bin/cat\n"
                + "[program:q]\ncommand=/bin/cat\nnumprocs=2\nprocess_name=%(group_name)s_%(process_num)d\n"
                + "[program:r]\ncommand=/bin/cat\n");

        assertEquals(List.of("g:g_0", "g:g_1", "g:p", "r"), read.names());
        assertEquals("g", read.process("g:p").environment().get("SUPERVISOR_GROUP_NAME"));
        assertEquals(5, read.plan().groups().get(0).priority());
        assertEquals(999, read.process("g:p").priority());
    }

    @Test
    void aGroupMayHaveTheNameOfItsOnlyProgram() {
        assertEquals(
                List.of("web"),
                Reading.ini("[program:web]\ncommand=/bin/cat\n[group:web]\nprograms= web \n")
                        .names());
    }

    @Test
    void aProgramMayRunInTwoGroups() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\n[group:a]\nprograms=p,p\n[group:b]\nprograms=p\n");

        assertEquals(List.of("a:p", "b:p"), read.names());
        read.warns("[group:a] programs: names p twice");
    }

    @Test
    void groupsAreSortedByPriorityAndThenByName() {
        Reading read =
                Reading.ini("[program:d]\ncommand=/bin/cat\npriority=5\n[program:b]\ncommand=/bin/cat\npriority=20\n"
                        + "[program:a]\ncommand=/bin/cat\npriority=20\n[program:c]\ncommand=/bin/cat\npriority=-1\n");

        assertEquals(List.of("c", "d", "a", "b"), read.names());
    }

    @Test
    void aGroupHidesAProgramOfItsNameButNotSilently() {
        Reading read =
                Reading.ini("[program:p]\ncommand=/bin/cat\n[program:q]\ncommand=/bin/cat\n[group:q]\nprograms=p\n");

        assertEquals(List.of("q:p"), read.names());
        read.warns("[program:q] [group:q] has the same name and hides it", "rename");
    }

    @Test
    void ofTwoGroupsWithOneNameTheOneThatStartsEarlierRunsAsInSupervisor() {
        Reading read = Reading.ini(
                "[program:p]\ncommand=/bin/cat\n[program:q]\ncommand=/bin/cat\npriority=1\n[group:q]\nprograms=p\n");

        assertEquals(List.of("q"), read.names());
        read.warns("[group:q] [program:q] has the same name and hides it");
    }

    @Test
    void unusualNamesAreAllowed() {
        Reading read = Reading.ini("[program:my.app]\ncommand=/bin/cat\n[program:app@1]\ncommand=/bin/cat\n"
                + "[program:größe]\ncommand=/bin/cat\n");

        assertEquals(List.of("app@1", "größe", "my.app"), read.names());
    }

    @Test
    void aSectionsNameMayHaveBlanksAroundIt() {
        assertEquals(
                List.of("p"), Reading.ini("[program: p ]\ncommand=/bin/cat\n").names());
    }

    @Test
    void portsCountFromTheFirstProcessWhateverItsNumber() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat --port %(port)d\nnumprocs=3\nnumprocs_start=5\n"
                + "process_name=%(process_num)d\nport=8000\nport_step=10\nstdout_logfile=/tmp/%(port)d.log\n");

        assertEquals(List.of("/bin/cat", "--port", "8020"), read.argv("p:7"));
        assertEquals(8020, read.process("p:7").port().orElseThrow());
        assertEquals("8020", read.process("p:7").environment().get("PORT"));
        assertEquals(
                "/tmp/8020.log",
                read.process("p:7").output().stdout().file().orElseThrow().toString());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void aProgramsOwnPortWinsAndIsPointedOutOnlyWhenItContradicts() {
        Reading other = Reading.ini("[program:p]\ncommand=/bin/cat\nport=8000\nenvironment=PORT=\"9\"\n");
        Reading same = Reading.ini("[program:p]\ncommand=/bin/cat\nport=8000\nenvironment=PORT=\"%(port)d\"\n");

        assertEquals("9", other.process("p").environment().get("PORT"));
        other.warns("[program:p] environment: the variable PORT is not the port");
        assertEquals(List.of(), same.warnings());
    }

    @Test
    void twoProcessesWithOnePortAreRefusedByName() {
        Reading.ini("[program:a]\ncommand=/bin/cat\nport=8002\n[program:b]\ncommand=/bin/cat\nnumprocs=3\n"
                        + "process_name=b%(process_num)d\nport=8000\n")
                .refused("[program:b] port:", "port 8002 is given to a and to b:b2");
    }

    @Test
    void portsBeyondTheLastOneAreRefused() {
        Reading.ini("[program:b]\ncommand=/bin/cat\nnumprocs=3\nprocess_name=b%(process_num)d\nport=65534\n")
                .refused("port", "65536");
    }

    @Test
    void aStepWithoutAPortIsPointedOut() {
        Reading.ini("[program:b]\ncommand=/bin/cat\nport_step=2\n").warns("port_step", "no port to count from");
    }

    @Test
    void sectionsThatAreNotServedYetAreSaidToBeLeftOut() {
        Reading read =
                Reading.ini("[eventlistener:l]\ncommand=/bin/cat\nevents=tick_5\n[fcgi-program:f]\ncommand=/bin/cat\n"
                        + "socket=tcp://localhost:9000\n[inet_http_server]\nport=*:9001\n[rpcinterface:x]\n"
                        + "supervisor.rpcinterface_factory=a:b\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=a:b\n"
                        + "[supervisorctl]\nserverurl=unix:///tmp/s.sock\n[ctlplugin:c]\na=b\n[group:g]\nprograms=f\n");

        assertEquals(List.of(), read.names());
        for (String title :
                List.of("eventlistener:l", "fcgi-program:f", "inet_http_server", "rpcinterface:x", "ctlplugin:c")) {
            read.warns("[" + title + "]");
        }
        assertEquals(5, read.warnings().size(), read.warnings()::toString);
        assertEquals(Optional.empty(), read.plan().daemon().socket().path());
    }
}
