package dev.supervisord.rpc;

import static dev.supervisord.rpc.FedLogs.CAT;
import static dev.supervisord.rpc.FedLogs.WEB;
import static dev.supervisord.rpc.FedLogs.all;
import static dev.supervisord.rpc.FedLogs.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import dev.supervisord.rpc.FedLogs.Log;
import dev.supervisord.v1.LogPosition;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a search goes on: after the end of its logs, in the next search, and with clients that leave or do not read. */
class LogFollowTest extends LogSearching {
    @Test
    void aFollowerGoesOnWithTheNextSearchWhereTheLastOneEnded() {
        LogsRequest follow = CAT.toBuilder().setFollow(true).build();
        Iterator<LogsResponse> responses = logs.search(follow);
        logs.next().write("one\ntw").end();
        List<LogPosition> first = responses.next().getPositionsList();
        assertEquals("1-1-0-4", first.get(0).getCursor(), "the line that was begun has to be read again");
        Log live = logs.next();
        live.offset = "one\ntw".length();
        live.write("o\nthree\nfo");
        LogsResponse more = responses.next();
        assertEquals(List.of("cat two", "cat three"), texts(more));
        assertEquals("1-2-0-e", more.getPositions(0).getCursor());
        live.reader.cutOff();
        assertEquals("DAEMON_ENDS", Refusal.of(responses::hasNext).reason());

        logs.search(follow.toBuilder().addAllAfter(more.getPositionsList()).build());
        logs.next().end();
        assertTrue(logs.asked().contains("tail cat stdout After[cursor=Cursor[inode=2, born=0, offset=14]]"));
    }

    @Test
    void aPlaceThatIsGoneIsTold() {
        LogPosition gone =
                LogPosition.newBuilder().setName("cat").setCursor("1-1-0-4").build();
        Iterator<LogsResponse> responses =
                logs.search(CAT.toBuilder().addAfter(gone).build());
        Log log = logs.next();
        log.reader.begun(log.place(), true);
        log.write("later\n").end();
        assertEquals(
                List.of("cat stdout: the file that was read last is gone; whatever followed in it is missing here"),
                all(responses).getNoticesList());
        assertEquals(
                "BAD_CURSOR",
                Refusal.of(() -> logs.search(CAT.toBuilder()
                                        .addAfter(gone.toBuilder().setCursor("x"))
                                        .build())
                                .next())
                        .reason());
    }

    @Test
    void aBusyLogDoesNotKeepTheOthersFromBeingFollowed() {
        Iterator<LogsResponse> responses =
                logs.search(WEB.toBuilder().setFollow(true).build());
        logs.next().end();
        logs.next().end();
        Log busy = logs.next();
        Log quiet = logs.next();
        responses.next();
        busy.write("busy\n".repeat(10));
        quiet.write("quiet\n");
        List<String> seen = new ArrayList<>();
        while (!seen.contains("1 quiet")) {
            busy.write("busy\n");
            seen.addAll(texts(responses.next()));
        }
        busy.end();
        quiet.end();
        assertFalse(texts(all(responses)).contains("1 quiet"));
    }

    @Test
    void aClientThatLeavesEndsItsSearch() {
        Context.CancellableContext context = Context.current().withCancellation();
        context.run(() -> logs.search(CAT.toBuilder().setFollow(true).build()));
        Log past = logs.next();
        context.cancel(null);
        logs.awaitClosed(past);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpItsSearchAfterABoundedNumberOfBytes() {
        Iterator<LogsResponse> responses = logs.search(CAT);
        Tail reader = logs.next().reader;
        byte[] block = ("x".repeat(999) + "\n").repeat(16).getBytes(StandardCharsets.US_ASCII);
        long given = 0;
        long quietUntil = System.nanoTime() + 1_000_000_000;
        while (System.nanoTime() < quietUntil) {
            if (reader.isReady()) {
                reader.bytes(block, block.length, new Place(new Cursor(1, 0, given), 0, 0));
                given += block.length;
                quietUntil = System.nanoTime() + 1_000_000_000;
            }
            Thread.onSpinWait();
        }
        assertTrue(given < 1 << 20, given + " bytes were taken for a client that reads nothing");
        reader.ended();
        assertEquals(given / 1000, all(responses).getLinesCount());
    }
}
