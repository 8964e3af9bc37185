package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes certificates with {@code openssl}, as {@code docs/security.md} says. */
final class Certificates {

    private final Path directory;

    Certificates(Path directory) {
        this.directory = directory;
    }

    File file(String name) {
        return directory.resolve(name).toFile();
    }

    /** {@code NAME.pem} and {@code NAME.key} of one who signs. */
    void authority(String name) throws IOException, InterruptedException {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name + " -keyout "
                + name + ".key -out " + name + ".pem");
    }

    /** {@code NAME.pem} and {@code NAME.key}, signed by an authority; good for so many days, or not any more. */
    void sign(String authority, String name, String subject, int days) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj " + subject + " -keyout " + name
                + ".key -out " + name + ".csr");
        openssl("x509 -req -in " + name + ".csr -CA " + authority + ".pem -CAkey " + authority + ".key -CAcreateserial"
                + " -days " + days + " -extfile " + name + ".ext -out " + name + ".pem");
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Path output = directory.resolve("openssl.out");
        int result = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertEquals(0, result, Files.readString(output));
    }
}
