package dev.supervisord.config;

import java.util.Optional;

/** Names of programs, groups and processes: they are parts of file names and of {@code group:process}. */
final class ValidName {
    static final String ADVICE = "write a name without blanks, ':' and '/'";

    private ValidName() {}

    /** Why a name is refused; empty when it is not. */
    static Optional<String> refusal(String name) {
        if (name.isEmpty()) {
            return Optional.of("Invalid name: '' is empty");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("Invalid name: '" + name + "' is a directory");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ' ' || c == ':' || c == '/' || c < ' ' || c == 0x7f) {
                return Optional.of("Invalid name: " + PythonText.quoteBriefly(name) + " because of character: "
                        + PythonText.quote(String.valueOf(c)));
            }
        }
        return Optional.empty();
    }
}
