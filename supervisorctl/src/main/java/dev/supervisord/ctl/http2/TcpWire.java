package dev.supervisord.ctl.http2;

import io.grpc.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TCP connection, with TLS 1.3 or in plain text. */
final class TcpWire implements Wire {
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final @Nullable Deadline deadline;

    private TcpWire(Socket socket, @Nullable Deadline deadline) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.deadline = deadline;
    }

    /**
     * Connects; throws a {@link ConnectFailure} when that is not possible.
     *
     * @param tls null: in plain text
     */
    static TcpWire connect(String host, int port, @Nullable SSLContext tls, @Nullable Deadline deadline)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), patience(deadline, CONNECT_MILLIS));
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true); // a server that is gone without a word is noticed some day
            if (tls == null) {
                return new TcpWire(plain, deadline);
            }
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be for this host
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(patience(deadline, CONNECT_MILLIS));
            secure.startHandshake();
            secure.setSoTimeout(0);
            return new TcpWire(secure, deadline);
        } catch (IOException e) {
            plain.close();
            throw new ConnectFailure(host + ":" + port, reason(e), e);
        }
    }

    private static ConnectFailure.Reason reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return ConnectFailure.Reason.NO_SUCH_HOST;
        }
        if (e instanceof SSLException) {
            return ConnectFailure.Reason.NOT_TRUSTED;
        }
        return e instanceof ConnectException ? ConnectFailure.Reason.REFUSED : ConnectFailure.Reason.OTHER;
    }

    private static int patience(@Nullable Deadline deadline, int most) throws SocketTimeoutException {
        if (deadline == null) {
            return most;
        }
        long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
        if (left <= 0) {
            throw new SocketTimeoutException("deadline exceeded");
        }
        return (int) Math.min(left + 1, most);
    }

    @Override
    public void readFully(byte[] to, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (deadline != null) {
                socket.setSoTimeout(patience(deadline, Integer.MAX_VALUE));
            }
            int got = in.read(to, offset + done, length - done);
            if (got < 0) {
                throw new EOFException("the connection was closed");
            }
            done += got;
        }
    }

    @Override
    public void write(byte[] from, int length) throws IOException {
        out.write(from, 0, length);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
