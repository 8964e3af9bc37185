package dev.supervisord.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that is wrong, or doubtful, in a configuration file, and what to write instead.
 *
 * @param file the file, or {@code command line}
 * @param line its line, from 1; empty when the problem is something missing
 * @param section the section as it is written, {@code program:web} or {@code program.web}
 * @param what what is wrong, without a full stop
 * @param advice what to do, as a request ({@code write …}); empty when there is nothing to say
 */
public record Problem(
        String file, OptionalInt line, Optional<String> section, Optional<String> key, String what, String advice) {

    /** One line: {@code FILE:LINE: [program:x] key: what is wrong; write …}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        line.ifPresent(number -> text.append(':').append(number));
        text.append(": ");
        section.ifPresent(name -> text.append('[').append(name).append("] "));
        key.ifPresent(name -> text.append(name).append(": "));
        text.append(what);
        if (!advice.isEmpty()) {
            text.append("; ").append(advice);
        }
        return text.toString();
    }
}
