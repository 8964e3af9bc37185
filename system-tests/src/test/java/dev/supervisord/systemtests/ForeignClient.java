package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A language other than ours, with the programs of {@code docs/examples/grpc} in it, as their readers would run them. */
enum ForeignClient {
    PYTHON("/usr/bin/python3", ".py") {
        @Override
        Map<String, String> prepare(Sandbox sandbox) throws IOException, InterruptedException {
            // Debian's modules belong to Debian's interpreter.
            Examples.needs("grpc_python_plugin", "protobuf-compiler-grpc");
            Assumptions.assumeTrue(
                    sandbox.run("/usr/bin/python3", "-c", "import grpc").code() == 0,
                    "python3-grpcio is not installed: apt-get install python3-grpcio");
            Assumptions.assumeTrue(
                    Files.exists(Path.of("/usr/include/google/protobuf/timestamp.proto")),
                    "libprotobuf-dev is not installed: apt-get install libprotobuf-dev");
            String stubs = sandbox.dir().resolve("stubs").toString();
            sandbox.run(examples().resolve("make-stubs").toString(), PROTO, stubs)
                    .exits(0);
            return Map.of("PYTHONPATH", stubs, "PYTHONDONTWRITEBYTECODE", "1");
        }

        @Override
        Path examples() {
            return EXAMPLES.resolve("python");
        }
    },

    NODE("node", ".js") {
        @Override
        Map<String, String> prepare(Sandbox sandbox) throws IOException {
            Examples.needs("node", "nodejs");
            Assumptions.assumeTrue(
                    Files.isDirectory(examples().resolve("node_modules/@grpc/grpc-js")),
                    "@grpc/grpc-js is not there: system-tests/install-packages");
            for (Path source : Examples.files(EXAMPLES.resolve("node"))) {
                Files.writeString(examples().resolve(source.getFileName().toString()), Files.readString(source));
            }
            return Map.of("SUPERVISORD_PROTO", PROTO);
        }

        /** A copy, beside which the modules are. */
        @Override
        Path examples() {
            return Path.of("target/node").toAbsolutePath();
        }
    };

    private static final Path EXAMPLES = App.CHECKOUT.resolve("docs/examples/grpc");
    private static final String PROTO =
            App.CHECKOUT.resolve("proto/src/main/protobuf").toString();

    private final String interpreter;
    private final String ending;

    ForeignClient(String interpreter, String ending) {
        this.interpreter = interpreter;
        this.ending = ending;
    }

    /** Makes the examples ready to run and gives the environment they need, or skips the test and says what is missing. */
    abstract Map<String, String> prepare(Sandbox sandbox) throws IOException, InterruptedException;

    /** The directory of the programs. */
    abstract Path examples();

    /** What a shell runs one of the programs by. */
    String command(String example) {
        return interpreter + " " + examples().resolve(example + ending);
    }

    /** Starts one of the programs for the daemon of a sandbox. */
    Execution start(Sandbox sandbox, Map<String, String> environment, String example, String... words)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                examples().resolve(example + ending).toString(),
                "unix:" + sandbox.dir().resolve("socket")));
        arguments.addAll(List.of(words));
        return sandbox.start(environment, interpreter, arguments.toArray(String[]::new));
    }
}
