package dev.supervisord.rpc;

import dev.supervisord.model.Plan;
import java.util.List;
import java.util.Optional;

/** Reads the configuration files anew. May wait for the disk; called by one thread at a time. */
public interface PlanReader {

    /**
     * What reading gave.
     *
     * @param plan absent when there are problems
     * @param problems why the configuration is refused
     * @param warnings doubtful things in a configuration that is accepted
     */
    record Reading(Optional<Plan> plan, List<Finding> problems, List<Finding> warnings) {}

    /**
     * One thing that is wrong or doubtful.
     *
     * @param where file and line or key
     * @param text the whole message, {@code where} included
     */
    record Finding(String where, String text) {

        /** The message for those who name the place themselves. */
        String textWithoutPlace() {
            String place = where + ": ";
            return text.startsWith(place) ? text.substring(place.length()) : text;
        }
    }

    Reading read();
}
