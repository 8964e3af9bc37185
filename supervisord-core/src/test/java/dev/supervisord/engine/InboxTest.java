package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.supervisord.engine.Inbox.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Inbox inbox = new Inbox(2);
    private final List<String> done = new ArrayList<>();

    private void takeAll() {
        for (Runnable message = inbox.pollNow(); message != null; message = inbox.pollNow()) {
            message.run();
        }
    }

    @Test
    void messagesAreTakenInTheirOrder() {
        inbox.post(() -> done.add("a"));
        inbox.offerRequest(() -> done.add("b"));
        inbox.post(() -> done.add("c"));
        takeAll();
        assertEquals(List.of("a", "b", "c"), done);
    }

    @Test
    void requestsAreLimitedAndTheDaemonsOwnMessagesAreNot() {
        assertEquals(Admission.ACCEPTED, inbox.offerRequest(() -> {}));
        assertEquals(Admission.ACCEPTED, inbox.offerRequest(() -> {}));
        assertEquals(Admission.FULL, inbox.offerRequest(() -> {}));
        assertEquals(Admission.ACCEPTED, inbox.post(() -> {}));
        takeAll();
        assertEquals(Admission.ACCEPTED, inbox.offerRequest(() -> {}), "there is room again");
    }

    @Test
    void aClosedInboxAcceptsNothingButGivesWhatItHas() {
        inbox.post(() -> done.add("before"));
        inbox.close();
        assertEquals(Admission.CLOSED, inbox.post(() -> done.add("after")));
        assertEquals(Admission.CLOSED, inbox.offerRequest(() -> done.add("after")));
        takeAll();
        assertEquals(List.of("before"), done);
    }

    @Test
    void anEmptyInboxIsWaitedForOnlyAsLongAsAsked() throws InterruptedException {
        assertNull(inbox.poll(Duration.ZERO));
    }
}
