package dev.supervisord.os.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.os.PipeKeeper;
import dev.supervisord.os.PipeKeeperContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class NamedPipesTest extends PipeKeeperContract {

    @TempDir
    Path directory;

    private final NamedPipes keeper = new NamedPipes(descriptors, true);

    @Override
    protected PipeKeeper keeper() {
        return keeper;
    }

    @Override
    protected Path name(String name) {
        return directory.resolve(name);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertEquals(0, keeper.open());
    }
}
