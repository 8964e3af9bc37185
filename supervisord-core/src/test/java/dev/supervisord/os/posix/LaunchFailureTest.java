package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in which a launch can fail, with its stage, its errno and its sentence. */
@ParameterizedClass
@EnumSource
final class LaunchFailureTest {

    /** The same failures are told in the same words, whichever way a program would have been started. */
    enum Way {
        DIRECT,
        FROM_SHARED_PLACE,
        AS_ANOTHER_USER,
        AS_ANOTHER_USER_FROM_SHARED_PLACE
    }

    private final PosixProcesses processes;
    private final boolean asAnotherUser;
    private Launches launches;

    @TempDir
    private Path directory;

    private List<String> openBefore = List.of();

    LaunchFailureTest(Way way) {
        Place place = way.name().endsWith("SHARED_PLACE") ? new SharedPlace() : Place.forThisThread();
        processes = new PosixProcesses(
                (passages, terminals) -> new Launcher(new PosixUsers(), place, "/bin/sh", passages, terminals));
        asAnotherUser = way.name().startsWith("AS_ANOTHER_USER");
        assumeTrue(!asAnotherUser || LibC.geteuid() == 0, "only root can switch users");
    }

    @BeforeEach
    void begin() throws IOException {
        launches = new Launches(processes, directory);
        setMode(directory, "rwxr-xr-x");
        assertEquals(Stage.FIND, launches.failure(spec("no-such-command")).stage());
        openBefore = OwnDescriptors.present();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(Optional.empty(), processes.reap());
        OwnDescriptors.assertNoneSince(openBefore);
    }

    private LaunchSpec spec(String... argv) {
        LaunchSpec spec = launches.spec(argv);
        return asAnotherUser ? Launches.as(spec, "nobody") : spec;
    }

    private static void setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private String file(String name, String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        setMode(file, mode);
        return file.toString();
    }

    private void assertFailure(Stage stage, String errno, String message, LaunchSpec spec) {
        assertEquals(new LaunchFailure(stage, errno, message), launches.failure(spec));
    }

    @Test
    void noWordsAtAll() {
        assertFailure(Stage.COMMAND, "", "command is empty", spec());
    }

    @Test
    void anEmptyWordIsNoCommand() {
        assertFailure(Stage.FIND, "ENOENT", "can't find command ''", spec(""));
    }

    @Test
    void missingPrograms() {
        assertFailure(Stage.FIND, "ENOENT", "can't find command 'no-such'", spec("no-such"));
        assertFailure(Stage.FIND, "ENOENT", "can't find command '/no/such'", spec("/no/such"));
        assertFailure(Stage.FIND, "ENOTDIR", "can't find command '/dev/null/x'", spec("/dev/null/x"));
        assertFailure(Stage.FIND, "ENOENT", "can't find command './no-such'", spec("./no-such"));
    }

    @Test
    void programsOutsideOfPathAreMissing() {
        assertFailure(
                Stage.FIND,
                "ENOENT",
                "can't find command 'true'",
                Launches.with(spec("true"), Map.of("PATH", "/nowhere")));
    }

    @Test
    void aDirectory() {
        assertFailure(Stage.PERMISSION, "", "command at '/usr' is a directory", spec("/usr"));
    }

    @Test
    void aFileThatNobodyMayExecute() throws IOException {
        String file = file("plain.txt", "text", "rw-r--r--");
        assertFailure(Stage.PERMISSION, "", "command at '" + file + "' is not executable", spec(file));
        assertFailure(
                Stage.PERMISSION,
                "",
                "command at '" + file + "' is not executable",
                Launches.with(spec("plain.txt"), Map.of("PATH", "/nowhere:" + directory)));
    }

    @Test
    void aFileThatTheUserMayNotExecute() throws IOException {
        assumeTrue(asAnotherUser, "root may execute whatever anybody may");
        String file = file("private", "#!/bin/sh\n", "rwxr-x---");
        assertFailure(Stage.PERMISSION, "EACCES", "no permission to run command '" + file + "'", spec(file));
    }

    @Test
    void aFileInADirectoryThatTheUserMayNotEnter() throws IOException {
        assumeTrue(asAnotherUser, "root may enter any directory");
        Files.createDirectory(directory.resolve("secret"));
        String file = file("secret/tool", "#!/bin/sh\n", "rwxr-xr-x");
        setMode(directory.resolve("secret"), "rwx------");
        assertFailure(Stage.PERMISSION, "EACCES", "no permission to run command '" + file + "'", spec(file));
    }

    @Test
    void aMissingInterpreter() throws IOException {
        String script = file("script", "#! /no/such/interpreter -x\n", "rwxr-xr-x");
        assertFailure(
                Stage.EXEC,
                "ENOENT",
                "cannot execute '" + script + "': its interpreter '/no/such/interpreter' does not exist (ENOENT)",
                spec(script));
    }

    @Test
    void anInterpreterThatMayNotBeExecuted() throws IOException {
        String script = file("script", "#!/etc/passwd\n", "rwxr-xr-x");
        assertFailure(
                Stage.EXEC,
                "EACCES",
                "cannot execute '" + script + "': its interpreter '/etc/passwd' may not be executed (EACCES)",
                spec(script));
    }

    @Test
    void anInterpreterThatIsAScriptWithAMissingInterpreter() throws IOException {
        String inner = file("inner", "#!/no/such\n", "rwxr-xr-x");
        String script = file("script", "#!" + inner + "\n", "rwxr-xr-x");
        assertFailure(
                Stage.EXEC,
                "ENOENT",
                "cannot execute '" + script + "': its interpreter '/no/such' does not exist (ENOENT)",
                spec(script));
    }

    @Test
    void aScriptWithWindowsLineEnds() throws IOException {
        String script = file("script", "#!/bin/sh\r\necho\r\n", "rwxr-xr-x");
        assertFailure(
                Stage.EXEC,
                "ENOENT",
                "cannot execute '" + script + "': its interpreter '/bin/sh\\r' does not exist (ENOENT); the script has"
                        + " Windows line ends, remove the carriage returns",
                spec(script));
    }

    @Test
    void aFileThatIsNoProgram() throws IOException {
        String garbage = file("garbage", "echo no first line\n", "rwxr-xr-x");
        assertFailure(
                Stage.EXEC,
                "ENOEXEC",
                "cannot execute '" + garbage
                        + "': it is neither a program for this machine nor a script that begins with"
                        + " '#!' (ENOEXEC)",
                spec(garbage));
    }

    @Test
    void aProgramThatIsBeingWritten() throws IOException {
        Path copy = Files.copy(Path.of("/bin/true"), directory.resolve("busy"));
        setMode(copy, "rwxr-xr-x");
        try (OutputStream writer = Files.newOutputStream(copy, StandardOpenOption.APPEND)) {
            assertFailure(
                    Stage.EXEC,
                    "ETXTBSY",
                    "cannot execute '" + copy + "': some process has it open for writing (ETXTBSY)",
                    spec(copy.toString()));
            writer.write('x');
        }
    }

    @Test
    void argumentsThatAreTooLong() {
        LaunchFailure failure = launches.failure(spec("/bin/true", "x".repeat(1 << 20)));
        assertEquals(Stage.EXEC, failure.stage());
        assertEquals("E2BIG", failure.errno());
        assertTrue(failure.message().matches("cannot execute '/bin/true': .* \\d{7} bytes are too long \\(E2BIG\\)"));
    }

    @Test
    void aMissingDirectory() {
        assertFailure(
                Stage.CHDIR,
                "ENOENT",
                "cannot enter directory '/no/such': No such file or directory (ENOENT)",
                Launches.in(spec("true"), Path.of("/no/such")));
    }

    @Test
    void aFileAsDirectory() {
        assertFailure(
                Stage.CHDIR,
                "ENOTDIR",
                "cannot enter directory '/etc/passwd': Not a directory (ENOTDIR)",
                Launches.in(spec("true"), Path.of("/etc/passwd")));
    }

    @Test
    void aDirectoryThatTheUserMayNotEnter() throws IOException {
        assumeTrue(asAnotherUser, "root may enter any directory");
        Path secret = Files.createDirectory(directory.resolve("secret"));
        setMode(secret, "rwx------");
        assertFailure(
                Stage.CHDIR,
                "EACCES",
                "cannot enter directory '" + secret + "': Permission denied (EACCES)",
                Launches.in(spec("true"), secret));
    }

    @Test
    void anUnknownUser() {
        assertFailure(
                Stage.USER,
                "",
                "cannot run as user no-such-user: there is no such user",
                Launches.as(launches.spec("true"), "no-such-user"));
        assertFailure(
                Stage.USER,
                "",
                "cannot run as user 3999999999: there is no such user",
                Launches.as(launches.spec("true"), "3999999999"));
    }

    @Test
    void aMissingNamedPipe() {
        LaunchSpec some = spec("true");
        LaunchSpec missing = new LaunchSpec(
                some.argv(),
                some.inherited(),
                some.environment(),
                some.directory(),
                some.attributes(),
                some.stdin(),
                new Stream.Fifo(Path.of("/no/such/fifo")),
                some.stderr());
        assertFailure(
                Stage.LOG,
                "ENOENT",
                "cannot open '/no/such/fifo' as standard output: No such file or directory (ENOENT)",
                missing);
    }

    @Test
    void noDescriptorLeft() {
        LaunchSpec spec = spec("true");
        // Loads the classes of failures, for which there must be descriptors.
        launches.failure(spec("/no/such/program"));
        PosixLimits.Limit before = PosixLimits.limit(PosixLimits.Resource.OPEN_FILES);
        setOpenFiles(0, before.hard());
        LaunchFailure failure;
        try {
            failure = launches.failure(spec);
        } finally {
            setOpenFiles(before.soft(), before.hard());
        }
        assertEquals(
                new LaunchFailure(
                        Stage.FORK,
                        "EMFILE",
                        "cannot make a pipe as standard input: Too many open files (EMFILE); raise the limit of the daemon"
                                + " (RLIMIT_NOFILE, the option minfds)"),
                failure);
    }

    private static void setOpenFiles(long soft, long hard) {
        Memory limit = Scratch.ofThread().struct();
        limit.setLong(0, soft);
        limit.setLong(8, hard);
        assertEquals(0, LibC.prlimit(0, Linux.RLIMIT_NOFILE, Scratch.address(limit), 0));
    }

    @Test
    void whatNoProgramCanBeGiven() {
        assertFailure(Stage.COMMAND, "", "cannot pass an argument: it contains a NUL character", spec("true", "a\0b"));
        assertFailure(
                Stage.COMMAND,
                "",
                "cannot set environment variable 'A=B': this is no name for a variable",
                Launches.with(spec("true"), Map.of("A=B", "")));
        assertFailure(
                Stage.COMMAND,
                "",
                "cannot set environment variable 'A': its value contains a NUL character",
                Launches.with(spec("true"), Map.of("A", "\0")));
    }

    @Test
    void aPathThatEnvWouldTakeForAVariable() throws IOException {
        assumeTrue(asAnotherUser, "env(1) is used behind the gate only");
        String script = file("a=b", "#!/bin/sh\n", "rwxr-xr-x");
        LaunchSpec spec = Launches.with(spec(script), Map.of("LD_LIBRARY_PATH", "/nowhere"));
        assertFailure(
                Stage.COMMAND,
                "",
                "cannot run '" + script
                        + "' as another user with these environment variables: env(1) would take it for a"
                        + " variable; use a path without '='",
                spec);
    }
}
