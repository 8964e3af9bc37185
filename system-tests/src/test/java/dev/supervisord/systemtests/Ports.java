package dev.supervisord.systemtests;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ten ports in a row, the first a multiple of 100, that are one test's alone: neither another test, nor another run of the tests on this
 * machine gets them, and no client of whatever program is given one of them by the kernel.
 */
final class Ports implements Closeable {

    private static final int COUNT = 10;
    private static final int HUNDRED = 100;
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 65_000;
    private static final int[] USUAL_OF_CLIENTS = {32_768, 60_999};

    private final int first;

    /** Listens on the last port of the hundred, which nobody uses, for as long as the others are taken. */
    private final ServerSocket mine;

    private Ports(int first, ServerSocket mine) {
        this.first = first;
        this.mine = mine;
    }

    static Ports take() throws IOException {
        List<Integer> candidates = new ArrayList<>();
        IntStream.iterate(LOWEST, port -> port < HIGHEST, port -> port + HUNDRED)
                .forEach(candidates::add);
        Collections.shuffle(candidates);
        int[] clients = portsOfClients();
        // Those of clients come last: where all are, there is no other choice.
        candidates.sort((a, b) -> Boolean.compare(isWithin(clients, a), isWithin(clients, b)));
        for (int first : candidates) {
            Optional<ServerSocket> mine = listen(first + HUNDRED - 1);
            if (mine.isPresent()) {
                if (IntStream.range(first, first + COUNT).allMatch(Ports::isFree)) {
                    return new Ports(first, mine.get());
                }
                mine.get().close();
            }
        }
        throw new AssertionError("no ten free ports from a multiple of 100 on");
    }

    int first() {
        return first;
    }

    private static boolean isWithin(int[] clients, int first) {
        return first + HUNDRED > clients[0] && first <= clients[1];
    }

    /** The lowest and the highest that the kernel gives to clients, {@code ip(7)}. */
    private static int[] portsOfClients() throws IOException {
        Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        if (!Files.isReadable(range)) {
            return USUAL_OF_CLIENTS;
        }
        // Line by line: files of sysctl(8) cannot be read byte by byte.
        String[] ends = Files.readAllLines(range).get(0).split("\\s+", 2);
        return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[1])};
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static Optional<ServerSocket> listen(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        mine.close();
    }
}
