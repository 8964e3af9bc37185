package dev.supervisord.os.posix;

import dev.supervisord.os.OsException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that this process was started with, byte by byte. Stateless.
 *
 * <p>{@link System#getenv()} decodes it by the locale, which in the {@code C} locale destroys everything beyond ASCII. Here it
 * is UTF-8, and bytes that are not come out unchanged when such a value is given to a child.
 */
public final class PosixEnvironment {

    private PosixEnvironment() {}

    /** The variables in the order they were given; of two with one name the first, as {@code getenv(3)} has it. */
    public static Map<String, String> ofThisProcess() {
        // Not by the C library: this is needed first of all, when that has not been linked yet.
        try (InputStream environ = new FileInputStream("/proc/self/environ")) {
            return parse(environ.readAllBytes());
        } catch (IOException failed) {
            throw new OsException("EIO", "read the environment", String.valueOf(failed.getMessage()));
        }
    }

    /** Reads entries ended by NUL; what is no {@code name=value} is left out. */
    static Map<String, String> parse(byte[] block) {
        Map<String, String> environment = new LinkedHashMap<>();
        int begin = 0;
        for (int end = 0; end < block.length; end++) {
            if (block[end] == 0) {
                String entry = NativeText.decode(block, begin, end - begin);
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
                }
                begin = end + 1;
            }
        }
        return environment;
    }
}
