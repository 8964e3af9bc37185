package dev.supervisord.app;

import dev.supervisord.config.IniConversion;
import dev.supervisord.config.Machine;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code supervisord convert}: writes INI files as TOML, to standard output or to a new file, and says on standard error what
 * means something else and what could not be carried over.
 */
final class ConvertCommand {

    private static final int GOOD = 0;
    private static final int LOST = 1;
    private static final int REFUSED = 2;

    private final List<String> files;
    private final Optional<String> output;
    private final Machine machine;

    /** @param output the file to write; empty: standard output */
    ConvertCommand(List<String> files, Optional<String> output, Machine machine) {
        this.files = files;
        this.output = output;
        this.machine = machine;
    }

    /** Exit code 0 when all was carried over, 1 when something was lost, 2 when a file could not be read or written. */
    int run() {
        int exitCode = GOOD;
        for (String name : files) {
            exitCode = Math.max(exitCode, convert(name));
        }
        return exitCode;
    }

    private int convert(String name) {
        Path file = machine.currentDirectory().resolve(name).normalize();
        Path beside =
                output.map(machine.currentDirectory()::resolve).orElse(file).normalize();
        IniConversion.Result result = IniConversion.convert(
                file, Optional.ofNullable(beside.getParent()).orElse(beside), machine);
        result.lost().forEach(problem -> System.err.println("lost: " + problem));
        result.changed().forEach(problem -> System.err.println("changed: " + problem));
        if (result.toml().isEmpty() || !write(name, result.toml().get(), beside)) {
            return REFUSED;
        }
        return result.lost().isEmpty() ? GOOD : LOST;
    }

    private boolean write(String name, String toml, Path target) {
        if (output.isEmpty()) {
            System.out.print(files.size() > 1 ? "# ---- " + name + "\n" + toml : toml);
            return true;
        }
        try {
            Files.writeString(target, toml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException there) {
            System.err.println("error: cannot write " + target + ": it exists; remove it or name another file");
        } catch (IOException refused) {
            System.err.println("error: cannot write " + target + ": " + refused.getMessage());
        }
        return false;
    }
}
