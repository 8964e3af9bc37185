package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.PassedSockets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets that the daemon holds, as they are configured. */
class HeldSocketSectionsTest {
    private static final String USER_OF_S = "[program:p]\ncommand=/bin/cat\nsockets=s\n";

    private static HeldSocket socket(Reading read) {
        return read.plan().sockets().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1:8080",
        "0.0.0.0:80, 0.0.0.0:80",
        "[::1]:8080, [::1]:8080",
        "[::]:80, [::]:80",
        "[2001:DB8:0:0:1::2]:1, [2001:db8::1:0:0:2]:1",
        "unix:/run/../run/a.sock, unix:/run/a.sock",
        "unix:///run/a.sock, unix:/run/a.sock"
    })
    void everyKindOfAddressIsReadInBothSyntaxes(String written, String shown) {
        HeldSocket ini = socket(Reading.ini("[socket:s]\nlisten=" + written + "\n" + USER_OF_S));
        assertEquals(shown, ini.id().address().toString());
        Reading toml = Reading.toml(
                "[socket.s]\nlisten = '" + written + "'\n[program.p]\ncommand = '/bin/cat'\nsockets = ['s']\n");
        assertEquals(ini, socket(toml));
    }

    @Test
    void aSocketHasItsDefaults() {
        HeldSocket socket = socket(Reading.ini("[socket:s]\nlisten=127.0.0.1:1\n" + USER_OF_S));
        assertEquals(new HeldSocket(socket.id(), 4096, Optional.empty(), Optional.empty(), 0660, false), socket);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", new String[] {"[socket:s] listen", "does not say where", "write listen ="}),
                arguments("listen=8080\n", new String[] {"main.conf:3: [socket:s] listen: '8080' has no port"}),
                arguments("listen=:8080\n", new String[] {"':8080' does not say on which addresses", "0.0.0.0:PORT"}),
                arguments("listen=*:8080\n", new String[] {"does not say on which addresses"}),
                arguments("listen=localhost:80\n", new String[] {"'localhost:80' has no IP address", "127.0.0.1:PORT"}),
                arguments("listen=1.2.3.256:80\n", new String[] {"has no IP address"}),
                arguments("listen=::1:80\n", new String[] {"'::1:80' is an IPv6 address without brackets"}),
                arguments("listen=[::g]:80\n", new String[] {"has no IP address"}),
                arguments("listen=127.0.0.1:0\n", new String[] {"has not a valid port number", "1 to 65535"}),
                arguments("listen=127.0.0.1:65536\n", new String[] {"'127.0.0.1:65536' has not a valid port number"}),
                arguments("listen=127.0.0.1:http\n", new String[] {"has not a valid port number"}),
                arguments("listen=unix:run/x\n", new String[] {"'run/x', is not absolute", "unix:%(here)s/NAME.sock"}),
                arguments("listen=unix:@x\n", new String[] {"abstract"}),
                arguments("listen=unix:/" + "x".repeat(107) + "\n", new String[] {"has 108 bytes", "takes 107"}),
                arguments("listen=127.0.0.1:1\nbacklog=0\n", new String[] {"backlog", "0", "1 to 65535"}),
                arguments("listen=127.0.0.1:1\nmode=0600\n", new String[] {"mode: this key is only for sockets with"}),
                arguments("listen=unix:/x\nreuse_port=true\n", new String[] {"reuse_port", "only for TCP sockets"}),
                arguments(
                        "listen=unix:/x\nowner=nobody-here\n", new String[] {"owner", "nobody-here", "no such user"}));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String keys, String... words) {
        Reading.ini("[socket:s]\n" + keys + USER_OF_S).refused(words);
    }

    @Test
    void twoSocketsOnOneAddressAreRefused() {
        String one = "[socket:a]\nlisten=127.0.0.1:80\n";
        Reading.ini(one + "[socket:s]\nlisten=127.0.0.1:80\n" + USER_OF_S)
                .refused("main.conf:5: [socket:s] listen: 127.0.0.1:80 cannot be had beside", "socket a");
        Reading.ini(one + "[socket:s]\nlisten=0.0.0.0:80\n" + USER_OF_S)
                .refused("0.0.0.0:80 cannot be had beside 127.0.0.1:80");
        String shared = "listen=127.0.0.1:80\nreuse_port=true\n";
        assertEquals(
                2,
                Reading.ini("[socket:a]\n" + shared + "[socket:s]\n" + shared + USER_OF_S)
                        .plan()
                        .sockets()
                        .size());
        Reading.ini("[supervisord]\nsocket=/run/x\n[socket:s]\nlisten=unix:/run/x\n" + USER_OF_S)
                .refused("/run/x is the control socket");
    }

    @Test
    void namesAreChecked() {
        Reading.ini("[socket:a b]\nlisten=127.0.0.1:1\n").refused("Invalid name: 'a b'", "letters");
        Reading.ini("[socket:web]\nlisten=127.0.0.1:1\n[program:p]\ncommand=/bin/cat\nsockets=wbe\n")
                .refused("sockets: names unknown socket wbe", "did you mean web?");
        Reading.ini("[program:p]\ncommand=/bin/cat\nfd0=web\n")
                .refused("fd0: names unknown socket web", "[socket:web]");
        Reading.ini("[socket:s]\nlisten=127.0.0.1:1\n[program:p]\ncommand=/bin/cat\nfd0=s\nstdin=null\n")
                .refused("stdin: its standard input is the socket", "remove either stdin or fd0");
        Reading.ini("[socket:s]\nlisten=127.0.0.1:1\n[program:p]\ncommand=/bin/cat\nfd0=s\npty=true\n")
                .refused("pty: its standard input is what fd0 says", "remove either pty or fd0");
        Reading.ini("[socket:s]\nlisten=127.0.0.1:1\n[program:p]\ncommand=/bin/cat\nsockets=s,s\n")
                .refused("sockets: names s twice");
        Reading.ini("[program:p]\ncommand=/bin/cat\nsockets=1,2,3,4,5,6,7\n").refused("7 are more than the 6");
    }

    @Test
    void aSocketThatNobodyUsesIsDoubtful() {
        Reading.ini("[socket:s]\nlisten=127.0.0.1:1\n[program:p]\ncommand=/bin/cat\n")
                .warns("[socket:s] no program uses the socket");
    }

    @Test
    void aProgramGetsItsSocketsInOrderAndMayNameTheirDescriptors() {
        Reading read = Reading.toml("""
                [socket.a]
                listen = "127.0.0.1:1"
                [socket.b]
                listen = "127.0.0.1:2"
                [program.p]
                command = "cat fd://%(socket_a_fd)d fd://%(socket_b_fd)d"
                sockets = ["b", "a"]
                [program.q]
                command = "cat %(socket_a_fd)d"
                environment = { FD = "%(socket_a_fd)d" }
                fd0 = "a"
                """);
        assertEquals(List.of("cat", "fd://4", "fd://3"), read.argv("p"));
        HeldSocket.Id a = read.plan().sockets().get(0).id();
        HeldSocket.Id b = read.plan().sockets().get(1).id();
        assertEquals(
                new PassedSockets(List.of(b, a), Optional.empty(), true),
                read.process("p").sockets());
        assertEquals(List.of("cat", "0"), read.argv("q"));
        assertEquals("0", read.process("q").environment().get("FD"));
        assertEquals(
                new PassedSockets(List.of(), Optional.of(a), true),
                read.process("q").sockets());
    }

    @Test
    void eachProcessMayHaveASocketOfItsOwn() {
        Reading read = Reading.ini("[socket:s0]\nlisten=127.0.0.1:1\n[socket:s1]\nlisten=127.0.0.1:2\n"
                + "[program:p]\ncommand=/bin/cat\nnumprocs=2\nprocess_name=p%(process_num)d\n"
                + "sockets=s%(process_num)d\n");
        assertEquals(
                List.of("s0", "s1"),
                read.plan().processes().stream()
                        .map(process -> process.sockets().numbered().get(0).name())
                        .toList());
    }

    @Test
    void uwsgiIsNotToldByVariablesUnlessItIsAskedFor() {
        String head =
                "[socket:s]\nlisten=127.0.0.1:1\n[program:p]\nsockets=s\ncommand=/usr/bin/uwsgi --http-socket fd://3";
        assertEquals(false, Reading.ini(head + "\n").process("p").sockets().announced());
        Reading asked = Reading.ini(head + "\nlisten_fds=true\n");
        assertEquals(true, asked.process("p").sockets().announced());
        asked.warns("command:", "crashes", "remove listen_fds");
    }

    @Test
    void serversThatLoseRequestsOnAHeldSocketAreDoubtful() {
        String head = "[socket:s]\nlisten=127.0.0.1:1\n[program:p]\nsockets=s\n";
        Reading.ini(head + "command=uwsgi --master --die-on-term --http-socket fd://3\n")
                .warns("command:", "drops the requests in hand", "gracefully_kill_them_all");
        assertEquals(
                List.of(),
                Reading.ini(
                                new FakeMachine().file("/usr/bin/uwsgi", ""),
                                head
                                        + "command=/usr/bin/uwsgi --master --http-socket fd://3 --hook-master-start"
                                        + " 'unix_signal:15 gracefully_kill_them_all'\n")
                        .warnings());
        Reading.ini(head + "command=gunicorn -b 127.0.0.1:8000 app:app\n").warns("listens nowhere else", "--bind");
    }

    @Test
    void whatShowConfigPrintsReadsBack() {
        FakeMachine machine = new FakeMachine();
        Reading read = Reading.ini(
                machine,
                "[socket:s]\nlisten=unix:%(here)s/s.sock\nmode=0600\nowner=root\n[socket:t]\nlisten=[::1]:80\n"
                        + "reuse_port=true\nbacklog=7\n[program:p]\ncommand=/bin/cat\nsockets=s,t\nfd0=t\nlisten_fds=no\n");
        String shown = ShowConfig.render(read.result(), Path.of("/cwd"));
        assertEquals(
                read.plan(),
                Reading.of(machine.file("/srv/shown.toml", shown), "/srv/shown.toml")
                        .plan(),
                shown);
    }
}
