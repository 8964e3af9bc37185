package dev.supervisord.app;

import java.util.List;
import java.util.Map;

/**
 * How this daemon was called.
 *
 * @param program the launcher's script; where the newest version is found
 * @param arguments the words after it
 * @param environment the variables it was given
 * @param version of this program
 */
record Invocation(String program, List<String> arguments, Map<String, String> environment, String version) {

    Invocation {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
