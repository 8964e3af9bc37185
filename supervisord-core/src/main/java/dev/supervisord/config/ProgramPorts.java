package dev.supervisord.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The ports of a program's processes: process <i>i</i> has {@code port + i * port_step}, whatever its number is.
 */
record ProgramPorts(int first, int step) {
    private static final int PORT_MAX = 65535;

    /** The ports that a section gives; empty when it has none, or they were refused. */
    static Optional<ProgramPorts> of(Values values) {
        Optional<Integer> first = values.find(ProgramKeys.PORT);
        int step = values.get(ProgramKeys.PORT_STEP);
        if (first.isEmpty()) {
            if (values.entry(ProgramKeys.PORT).isEmpty()
                    && values.entry(ProgramKeys.PORT_STEP).isPresent()) {
                values.warn(ProgramKeys.PORT_STEP, "there is no port to count from", "write port = 8000");
            }
            return Optional.empty();
        }
        if (first.get() < 1 || first.get() > PORT_MAX) {
            values.error(ProgramKeys.PORT, first.get() + " is no port", "write a number from 1 to " + PORT_MAX);
            return Optional.empty();
        }
        if (step < 1 || step > PORT_MAX) {
            values.error(ProgramKeys.PORT_STEP, step + " is no distance between ports", "write 1 or more");
            return Optional.empty();
        }
        return Optional.of(new ProgramPorts(first.get(), step));
    }

    OptionalInt of(int index) {
        return OptionalInt.of(first + index * step);
    }

    /** Whether that many processes have a port each; reports it when they have not. */
    boolean fit(Values values, int count) {
        long last = first + (count - 1L) * step;
        if (last > PORT_MAX) {
            values.error(
                    ProgramKeys.PORT,
                    "the last of the " + count + " processes would get port " + last + ", and there is none above "
                            + PORT_MAX,
                    "write a smaller port");
        }
        return last <= PORT_MAX;
    }
}
