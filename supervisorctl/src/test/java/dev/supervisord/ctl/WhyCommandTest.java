package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ExplainRequest;
import dev.supervisord.v1.ExplainResponse;
import dev.supervisord.v1.Explanation;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ResultCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WhyCommandTest extends CommandTest {
    private void answer(ExplainResponse.Builder response) {
        ctl.daemon().on(ProcessServiceGrpc.getExplainMethod(), request -> response.build());
    }

    private static Explanation.Builder fatal() {
        return Explanation.newBuilder()
                .addSentences("web is FATAL: cannot find program: gone.")
                .addSentences("Its last run ended.")
                .setAdvice("install it");
    }

    @Test
    void theSentencesAndTheAdviceArePrinted() throws IOException {
        answer(ExplainResponse.newBuilder().addExplanations(fatal()));
        assertEquals(
                Result.of(
                        0,
                        "web is FATAL: cannot find program: gone.",
                        "    Its last run ended.",
                        "    What to do: install it"),
                ctl.run("why", "web"));
        assertEquals(
                ExplainRequest.newBuilder().addSelectors("web").build(),
                ctl.daemon().request());
    }

    @Test
    void jsonTellsEverything() throws IOException {
        answer(ExplainResponse.newBuilder().addExplanations(fatal().setNext(Explanation.Next.NEXT_RETRY)));
        Result result = ctl.run("why", "--json", "web");
        assertTrue(result.out().contains("\"next\":\"RETRY\""), result.out());
        assertTrue(result.out().contains("\"advice\":\"install it\""), result.out());
    }

    @Test
    void anUnknownNameGives4() throws IOException {
        answer(ExplainResponse.newBuilder().addUnknown(result("nope", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, "")));
        assertEquals(Result.of(4, "nope: ERROR (no such process)"), ctl.run("why", "nope"));
    }

    @Test
    void aNameIsRequired() throws IOException {
        Result result = ctl.run("why");
        assertEquals(2, result.code());
        assertTrue(result.out().startsWith("Error: why requires a process name\n"), result.out());
    }
}
