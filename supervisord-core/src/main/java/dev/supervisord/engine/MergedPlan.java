package dev.supervisord.engine;

import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a plan becomes when some of its groups are taken from a new one. */
final class MergedPlan {

    private MergedPlan() {}

    /** Not by {@code Comparator.comparing}, for the reason given at {@link ProcessTable#START_ORDER}. */
    private static int compareStarts(GroupSpec a, GroupSpec b) {
        int byPriority = Integer.compare(a.priority(), b.priority());
        return byPriority != 0 ? byPriority : a.name().compareTo(b.name());
    }

    /** @param concerned which groups are as in the new plan; the others stay, with the sockets that they get */
    static Plan of(Plan present, Plan fresh, Predicate<String> concerned) {
        List<GroupSpec> kept = present.groups().stream()
                .filter(group -> !concerned.test(group.name()))
                .toList();
        List<GroupSpec> groups = new ArrayList<>(kept);
        fresh.groups().stream().filter(group -> concerned.test(group.name())).forEach(groups::add);
        groups.sort(MergedPlan::compareStarts);
        Map<HeldSocket.Id, HeldSocket> sockets = new LinkedHashMap<>();
        fresh.sockets().forEach(socket -> sockets.put(socket.id(), socket));
        for (HeldSocket socket : present.sockets()) {
            boolean needed = kept.stream()
                    .flatMap(group -> group.processes().stream())
                    .anyMatch(process -> process.sockets().contains(socket.id()));
            if (needed) {
                sockets.putIfAbsent(socket.id(), socket);
            }
        }
        return new Plan(fresh.daemon(), groups, List.copyOf(sockets.values()));
    }
}
