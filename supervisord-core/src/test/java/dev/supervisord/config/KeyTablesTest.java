package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyTablesTest {

    /** What a configuration has decides which table is used first; static fields of two that need each other may be null then. */
    @Test
    void anyTableOfKeysMayBeTheFirst() throws IOException, URISyntaxException, ReflectiveOperationException {
        Path classes = Path.of(ProgramKeys.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> tables;
        try (Stream<Path> files = Files.list(classes.resolve("dev/supervisord/config"))) {
            tables = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Keys.class"))
                    .map(name -> "dev.supervisord.config." + name.replace(".class", ""))
                    .toList();
        }
        assertTrue(tables.contains(CgroupKeys.class.getName()), tables::toString);
        URL[] path = {classes.toUri().toURL()};
        for (String table : tables) {
            try (URLClassLoader fresh = new OwnFirst(path)) {
                Class.forName(table, true, fresh);
            }
        }
    }

    /** Loads the classes of the package anew, and the rest as usual. */
    private static final class OwnFirst extends URLClassLoader {

        OwnFirst(URL[] path) {
            super(path, KeyTablesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("dev.supervisord.config.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
