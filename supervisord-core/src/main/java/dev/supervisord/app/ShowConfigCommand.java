package dev.supervisord.app;

import dev.supervisord.config.ReadResult;
import dev.supervisord.config.ShowConfig;
import java.nio.file.Path;

/** {@code supervisord show-config}: prints the configuration as TOML, with every default. */
final class ShowConfigCommand {

    private static final int GOOD = 0;
    private static final int REFUSED = 2;

    private final Configuration configuration;

    ShowConfigCommand(Configuration configuration) {
        this.configuration = configuration;
    }

    int run() {
        ReadResult result = configuration.readAll();
        result.errors().forEach(problem -> System.err.println("error: " + problem));
        result.warnings().forEach(problem -> System.err.println("warning: " + problem));
        if (result.plan().isEmpty()) {
            return REFUSED;
        }
        System.out.print(ShowConfig.render(result, Path.of("").toAbsolutePath()));
        return GOOD;
    }
}
