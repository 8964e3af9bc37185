package dev.supervisord.rpc;

import dev.supervisord.model.SocketSpec.Login;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those calls pass that carry the configured user name and password, as {@code authorization: Basic …}
 * (RFC 7617). Over TCP other things are asked for, see {@link Identification}. The password may be configured as {@code {SHA}} with its hexadecimal SHA-1, as in Supervisor.
 */
final class LoginInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Basic ";
    private static final String HASHED = "{SHA}";

    private final Login login;

    LoginInterceptor(Login login) {
        this.login = login;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        boolean local = Peer.CONTEXT.get() instanceof Peer.Local;
        if (!local || isAccepted(headers.get(AUTHORIZATION))) {
            return next.startCall(call, headers);
        }
        StatusMapper.close(call, StatusMapper.unauthenticated());
        return new ServerCall.Listener<>() {};
    }

    private boolean isAccepted(@Nullable String header) {
        if (header == null || !header.startsWith(SCHEME)) {
            return false;
        }
        byte[] decoded;
        try {
            decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        String given = new String(decoded, StandardCharsets.UTF_8);
        int colon = given.indexOf(':');
        if (colon < 0) {
            return false;
        }
        boolean sameUser = equal(given.substring(0, colon), login.username());
        return isPassword(given.substring(colon + 1)) && sameUser;
    }

    private boolean isPassword(String given) {
        String wanted = login.password();
        return wanted.startsWith(HASHED)
                ? equal(sha1(given), wanted.substring(HASHED.length()).toLowerCase(Locale.ROOT))
                : equal(given, wanted);
    }

    /** Takes as long for a wrong guess as for a right one. */
    private static boolean equal(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
