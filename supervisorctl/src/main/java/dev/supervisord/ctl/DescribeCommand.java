package dev.supervisord.ctl;

import dev.supervisord.v1.DescribeRequest;
import dev.supervisord.v1.DescribeResponse;
import dev.supervisord.v1.Description;
import dev.supervisord.v1.OperationResult;
import java.util.List;
import java.util.Set;

/** {@code describe}: all that is known of processes. */
final class DescribeCommand implements Command {
    private static final String JSON = "--json";

    @Override
    public String help() {
        return """
                describe <name> ...\tShow all that is known of processes: state, logs, the last runs and who asked for them,
                \t\t\tand the configuration in force, with the file and line of each value
                describe --json <name> ...\tShow that as a JSON array
                Values of environment variables are not shown. Exit code: 0 shown, 4 no such process.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "describe", words, Set.of(JSON), session)
                .map(operands -> show(operands.names(), operands.options().contains(JSON), session))
                .orElse(ExitCode.USAGE);
    }

    private static ExitCode show(List<String> names, boolean json, Session session) {
        Console console = session.console();
        DescribeResponse response = session.soon(session.processes())
                .describe(DescribeRequest.newBuilder().addAllSelectors(names).build());
        if (json) {
            console.line(JsonText.array(response.getDescriptionsList()));
        } else {
            String gap = "";
            for (Description description : response.getDescriptionsList()) {
                console.print(gap);
                new DescriptionText(description).print(console);
                gap = "\n";
            }
        }
        for (OperationResult unknown : response.getUnknownList()) {
            if (json) {
                console.error(Results.text(unknown));
            } else {
                console.line(Results.text(unknown));
            }
        }
        return response.getUnknownCount() > 0 ? ExitCode.UNKNOWN : ExitCode.OK;
    }
}
