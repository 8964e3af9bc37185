package dev.supervisord.systemtests;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The programs under test: the launchers of this checkout, and the jars that the build has made. */
final class App {

    /** The top of the checkout. */
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final Path JARS = Path.of(System.getProperty("supervisord.app", "../target/app"))
            .toAbsolutePath()
            .normalize();

    static final Path CHILDREN = Path.of("target/test-classes/children").toAbsolutePath();

    private App() {}

    static String supervisord() {
        return CHECKOUT.resolve("bin/supervisord").toString();
    }

    static String ctl() {
        return CHECKOUT.resolve("bin/ctl").toString();
    }

    /**
     * A small environment that is the same everywhere. With the directory of the jars given, the launchers neither build nor
     * train anything.
     */
    static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("LANG", "C.UTF-8");
        environment.put("SUPERVISORD_HOME", JARS.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home")); // wherever it may be
        for (String passedOn : new String[] {"JAVA_HOME", "SUPERVISORD_JAVA_HOME", "SUPERVISORD_NO_ARCHIVE"}) {
            String value = System.getenv(passedOn);
            if (value != null) {
                environment.put(passedOn, value);
            }
        }
        return environment;
    }
}
