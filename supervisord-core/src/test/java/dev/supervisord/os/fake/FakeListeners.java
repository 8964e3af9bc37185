package dev.supervisord.os.fake;

import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Listeners;
import dev.supervisord.os.Pid;
import java.util.ArrayList;
import java.util.List;

/** Listeners that a test has put there, by address. */
public final class FakeListeners implements Listeners {

    private record Place(ListenAddress address, Listener listener) {}

    private final List<Place> places = new ArrayList<>();

    /** This process listens there from now on. */
    public void listen(Pid pid, String command, ListenAddress address) {
        places.add(new Place(address, new Listener(pid, command)));
    }

    @Override
    public List<Listener> on(ListenAddress address) {
        return places.stream()
                .filter(place -> place.address().equals(address))
                .map(Place::listener)
                .toList();
    }

    @Override
    public List<Listener> on(int port) {
        return places.stream()
                .filter(place -> place.address() instanceof ListenAddress.Inet inet && inet.port() == port)
                .map(Place::listener)
                .toList();
    }
}
