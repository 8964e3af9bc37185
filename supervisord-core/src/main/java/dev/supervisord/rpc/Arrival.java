package dev.supervisord.rpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;

/**
 * Counts the bytes of a call's latest request, from the first that arrives until there is another or the call ends: many calls with
 * large requests of which the last byte never comes would take all memory that there is for connections. Any thread may call.
 */
final class Arrival extends ServerStreamTracer {

    /** In every call. */
    static final Context.Key<Arrival> CONTEXT = Context.key("dev.supervisord.arrival");

    private final Quota quota;
    private Object account = Peer.Local.UNKNOWN.account();
    private Runnable tooMuch = () -> {};
    private int wire;
    private int unpacked;
    private int held;
    private boolean over;

    private Arrival(Quota quota) {
        this.quota = quota;
    }

    /** One for each call, all of which share this. */
    static ServerStreamTracer.Factory countedBy(Quota quota) {
        return new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                return new Arrival(quota);
            }
        };
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(CONTEXT, this);
    }

    @Override
    public synchronized void serverCallStarted(ServerCallInfo<?, ?> call) {
        Peer peer = call.getAttributes().get(Peer.ATTRIBUTE);
        if (peer != null) {
            account = peer.account();
        }
    }

    /** @param what ends the call; called once at the most */
    synchronized void whenTooMuch(Runnable what) {
        tooMuch = what;
    }

    @Override
    public synchronized void inboundMessage(int number) {
        giveBack();
    }

    @Override
    public void inboundWireSize(long bytes) {
        hold((int) bytes, 0);
    }

    @Override
    public void inboundUncompressedSize(long bytes) {
        hold(0, (int) bytes);
    }

    private void hold(int onWire, int inMemory) {
        Runnable end = null;
        synchronized (this) {
            wire += onWire;
            unpacked += inMemory;
            int more = Math.max(wire, unpacked) - held;
            if (over || more <= 0) {
                return;
            }
            if (quota.take(account, more)) {
                held += more;
            } else {
                over = true;
                end = tooMuch;
            }
        }
        if (end != null) {
            end.run();
        }
    }

    @Override
    public synchronized void streamClosed(Status status) {
        giveBack();
        over = true;
    }

    private void giveBack() {
        if (held > 0) {
            quota.giveBack(account, held);
        }
        held = 0;
        wire = 0;
        unpacked = 0;
    }
}
