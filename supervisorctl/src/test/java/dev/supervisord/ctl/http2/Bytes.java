package dev.supervisord.ctl.http2;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Random;

/** Methods whose messages are plain bytes, so that a test decides about each of them. */
final class Bytes {
    static final MethodDescriptor<byte[], byte[]> UNARY = method(MethodType.UNARY, "test.Bytes/Unary");
    static final MethodDescriptor<byte[], byte[]> STREAM = method(MethodType.SERVER_STREAMING, "test.Bytes/Stream");
    static final MethodDescriptor<byte[], byte[]> DUPLEX = method(MethodType.BIDI_STREAMING, "test.Bytes/Duplex");

    private Bytes() {}

    static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(new Plain())
                .setResponseMarshaller(new Plain())
                .build();
    }

    static byte[] unary(Channel channel, byte[] request) {
        return unary(channel, CallOptions.DEFAULT, request);
    }

    static byte[] unary(Channel channel, CallOptions options, byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, UNARY, options, request);
    }

    static Iterator<byte[]> stream(Channel channel, CallOptions options, byte[] request) {
        return ClientCalls.blockingServerStreamingCall(channel, STREAM, options, request);
    }

    /** Bytes that differ from place to place. */
    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
