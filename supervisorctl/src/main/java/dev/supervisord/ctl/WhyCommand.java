package dev.supervisord.ctl;

import dev.supervisord.v1.ExplainRequest;
import dev.supervisord.v1.ExplainResponse;
import dev.supervisord.v1.Explanation;
import dev.supervisord.v1.OperationResult;
import java.util.List;
import java.util.Set;

/** {@code why}: the reason why processes are in their states, and what to do about it. */
final class WhyCommand implements Command {
    private static final String JSON = "--json";

    @Override
    public String help() {
        return """
                why <name> ...\t\tTell why processes are in their states, what follows, and what to do
                why --json <name> ...\tTell all that as a JSON array
                Exit code: 0 told, 4 no such process.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "why", words, Set.of(JSON), session)
                .map(operands -> show(operands.names(), operands.options().contains(JSON), session))
                .orElse(ExitCode.USAGE);
    }

    private static ExitCode show(List<String> names, boolean json, Session session) {
        ExplainResponse response = session.soon(session.processes())
                .explain(ExplainRequest.newBuilder()
                        .addAllSelectors(names.contains("all") ? List.of() : names)
                        .build());
        if (json) {
            session.console().line(JsonText.array(response.getExplanationsList()));
        } else {
            response.getExplanationsList().forEach(explanation -> print(explanation, session.console()));
        }
        for (OperationResult unknown : response.getUnknownList()) {
            if (json) {
                session.console().error(Results.text(unknown));
            } else {
                session.console().line(Results.text(unknown));
            }
        }
        return response.getUnknownCount() > 0 ? ExitCode.UNKNOWN : ExitCode.OK;
    }

    private static void print(Explanation explanation, Console console) {
        for (int i = 0; i < explanation.getSentencesCount(); i++) {
            console.line((i == 0 ? "" : "    ") + explanation.getSentences(i));
        }
        if (!explanation.getAdvice().isEmpty()) {
            console.line("    What to do: " + explanation.getAdvice());
        }
    }
}
