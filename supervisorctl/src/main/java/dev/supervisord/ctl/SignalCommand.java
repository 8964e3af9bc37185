package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.SignalRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** {@code signal}: sends a signal to processes. */
final class SignalCommand implements Command {
    @Override
    public String help() {
        return """
                signal <signal name> <name>\t\tSignal a process, or all processes of a program
                signal <signal name> <gname>:*\t\tSignal all processes in a group
                signal <signal name> <name> <name>\tSignal several processes or groups
                signal <signal name> all\t\tSignal all processes""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.size() < 2) {
            return Dispatch.usage(this, "signal requires a signal name and a process name", session, ExitCode.ERROR);
        }
        List<String> names = words.subList(1, words.size());
        SignalRequest request = SignalRequest.newBuilder()
                .setSignal(words.get(0))
                .addAllSelectors(names)
                .build();
        return new Results(names, session)
                .print(results(request, session), ResultCode.RESULT_CODE_SIGNALLED, ExitCode.ERROR);
    }

    /** The daemon refuses an unknown signal as a whole; Supervisor says so for each name. */
    private static List<OperationResult> results(SignalRequest request, Session session) {
        try {
            return session.processes().signal(request).getResultsList();
        } catch (StatusRuntimeException e) {
            if (!ErrorDetails.reason(e).equals("BAD_SIGNAL")) {
                throw e;
            }
            List<OperationResult> results = new ArrayList<>();
            for (String name : request.getSelectorsList()) {
                results.add(OperationResult.newBuilder()
                        .setName(name)
                        .setCode(ResultCode.RESULT_CODE_BAD_SIGNAL)
                        .build());
            }
            return results;
        }
    }
}
