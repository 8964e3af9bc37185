package dev.supervisord.engine;

import java.util.List;

/**
 * What a list of names fits.
 *
 * @param processes each process once, in the order of the names
 * @param unknown an outcome for each name that fits nothing
 */
public record Selection(List<Snapshot.ProcessView> processes, List<Outcome> unknown) {

    public Selection {
        processes = List.copyOf(processes);
        unknown = List.copyOf(unknown);
    }
}
