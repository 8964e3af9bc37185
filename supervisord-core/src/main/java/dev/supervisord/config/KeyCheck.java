package dev.supervisord.config;

import java.util.Optional;

/**
 * Says which keys of INI files nothing reads, because Supervisor accepts them in silence and a misspelt key is a key that is
 * not set. (TOML files with unknown keys are refused.)
 */
final class KeyCheck {
    private final Problems problems;

    KeyCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Document document) {
        for (Section section : document.sections()) {
            if (section.kind().takesAnyKey()) {
                continue;
            }
            for (Entry entry : section.entries()) {
                Optional<Key<?>> key = Keys.of(section.kind(), entry.key());
                if (key.isEmpty()) {
                    problems.warn(
                            section,
                            entry,
                            "there is no such key, so it is ignored",
                            Keys.adviceFor(section.kind(), entry.key()));
                }
            }
        }
    }
}
