package dev.supervisord.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** {@code completion}: the script by which a shell completes the commands and names of this program. */
final class CompletionCommand implements Command {
    private static final Set<String> SHELLS = Set.of("bash", "zsh", "fish");

    @Override
    public String help() {
        return """
                completion bash\t\tPrint a script that lets a shell complete commands and the names of processes:
                completion zsh\t\tbash: source <(ctl completion bash); zsh: source <(ctl completion zsh), after compinit;
                completion fish\t\tfish: ctl completion fish | source""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.size() != 1 || !SHELLS.contains(words.get(0))) {
            return Dispatch.usage(this, "completion requires one of bash, zsh and fish", session, ExitCode.USAGE);
        }
        session.console()
                .print(script("completion." + words.get(0)).replace("@COMMANDS@", String.join(" ", Commands.NAMES)));
        return ExitCode.OK;
    }

    private static String script(String name) {
        try (InputStream script = CompletionCommand.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("the script " + name + " is not in this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
