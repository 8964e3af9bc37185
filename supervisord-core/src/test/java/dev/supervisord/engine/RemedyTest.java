package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemedyTest {

    private static String of(Stage stage, String errno) {
        return Remedy.of(new LaunchFailure(stage, errno, "it failed"));
    }

    @ParameterizedTest
    @CsvSource({
        "CHDIR, ENOENT, create the directory",
        "CHDIR, EACCES, let its user enter the directory",
        "FORK, EMFILE, raise minfds",
        "FORK, ENOMEM, end what uses up",
        "EXEC, ENOEXEC, install a program",
        "EXEC, ENOENT, install a program",
        "EXEC, E2BIG, give it fewer or shorter arguments",
        "EXEC, ETXTBSY, wait until the file is written",
        "EXEC, EAGAIN, 'end what runs as its user, or raise nproc'",
        "EXEC, EACCES, let its user execute the file"
    })
    void fitsWhatTheSystemSaid(Stage stage, String errno, String beginning) {
        assertTrue(of(stage, errno).startsWith(beginning), of(stage, errno));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void isPartOfASentence(Stage stage) {
        String remedy = of(stage, "");
        assertTrue(remedy.matches("[a-z].*[^.]"), remedy);
    }

    @Test
    void aMissingUserIsCreated() {
        assertEquals("create the user or group, or correct it in the configuration and ctl reload", of(Stage.USER, ""));
    }
}
