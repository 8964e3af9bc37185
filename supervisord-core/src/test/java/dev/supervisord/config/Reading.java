package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Command;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What came of reading a configuration in a test. */
record Reading(ReadResult result) {
    static final String INI = "/etc/main.conf";
    static final String TOML = "/etc/main.toml";

    /** Reads an INI file below a line {@code [supervisord]}. */
    static Reading ini(String text) {
        return ini(new FakeMachine(), text);
    }

    static Reading ini(FakeMachine machine, String text) {
        return raw(machine, "[supervisord]\n" + text);
    }

    /** Reads an INI file as it stands. */
    static Reading raw(FakeMachine machine, String text) {
        return of(machine.file(INI, text), INI);
    }

    static Reading toml(String text) {
        return toml(new FakeMachine(), text);
    }

    static Reading toml(FakeMachine machine, String text) {
        return of(machine.file(TOML, text), TOML);
    }

    static Reading of(Machine machine, String file) {
        return new Reading(ConfigReader.read(Path.of(file), machine));
    }

    Plan plan() {
        assertEquals(List.of(), errors(), "errors");
        Plan plan = result.plan().orElseThrow();
        assertEquals(plan, storedAndRead(plan), "what an upgrade gives to the next version");
        return plan;
    }

    private Plan storedAndRead(Plan plan) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new StoredPlan(plan, warnings()).write(out);
            StoredPlan again = StoredPlan.read(new ByteArrayInputStream(out.toByteArray()));
            assertEquals(warnings(), again.remarks());
            return again.plan();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    ProcessSpec process(String name) {
        return plan().processes().stream()
                .filter(process -> process.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + name + " among " + names()));
    }

    List<String> names() {
        return plan().processes().stream()
                .map(process -> process.name().toString())
                .toList();
    }

    List<String> argv(String name) {
        return ((Command.Words) process(name).command()).argv();
    }

    List<String> errors() {
        return result.errors().stream().map(Problem::toString).toList();
    }

    List<String> warnings() {
        return result.warnings().stream().map(Problem::toString).toList();
    }

    /** Requires that it was refused, with one error that contains all these words. */
    void refused(String... words) {
        assertTrue(result.plan().isEmpty(), "there is no plan");
        assertTrue(
                errors().stream().anyMatch(error -> containsAll(error, words)),
                () -> "an error with " + List.of(words) + " among " + errors());
    }

    /** Requires that it was accepted, with a warning that contains all these words. */
    void warns(String... words) {
        plan();
        assertTrue(
                warnings().stream().anyMatch(warning -> containsAll(warning, words)),
                () -> "a warning with " + List.of(words) + " among " + warnings());
    }

    private static boolean containsAll(String text, String... words) {
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
