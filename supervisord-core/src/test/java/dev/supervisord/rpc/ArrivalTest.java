package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private final Quota quota = new Quota(1000, 100);
    private final ServerStreamTracer.Factory factory = Arrival.countedBy(quota);
    private int refused;

    private ServerStreamTracer call() {
        ServerStreamTracer call = factory.newServerStreamTracer("any", new Metadata());
        Arrival.CONTEXT.get(call.filterContext(Context.ROOT)).whenTooMuch(() -> refused++);
        return call;
    }

    @Test
    void aRequestCountsFromItsFirstByteToTheNextRequestOrTheEnd() {
        ServerStreamTracer call = call();
        call.inboundMessage(0);
        call.inboundWireSize(30);
        call.inboundWireSize(20);
        assertEquals(50, quota.total());
        call.inboundMessage(1);
        assertEquals(0, quota.total());
        call.inboundWireSize(10);
        assertEquals(10, quota.total());
        call.streamClosed(Status.OK);
        assertEquals(0, quota.total());
    }

    @Test
    void aPackedRequestCountsAsWhatComesOutOfIt() {
        ServerStreamTracer bomb = call();
        bomb.inboundMessage(0);
        bomb.inboundWireSize(10);
        bomb.inboundUncompressedSize(90);
        assertEquals(90, quota.total());
        bomb.streamClosed(Status.OK);
        assertEquals(0, quota.total());
    }

    @Test
    void theCallWithTheByteTooManyIsEnded() {
        for (int i = 0; i < 3; i++) {
            ServerStreamTracer call = call();
            call.inboundMessage(0);
            call.inboundWireSize(60);
            call.inboundWireSize(5);
        }
        assertEquals(2, refused);
        assertEquals(125, quota.total());
    }
}
