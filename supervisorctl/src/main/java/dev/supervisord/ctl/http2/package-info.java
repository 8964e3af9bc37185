/**
 * A gRPC channel over a unix socket or TCP that costs a command-line client as little as possible.
 *
 * <p>It speaks HTTP/2 with prior knowledge (RFC 9113), HPACK (RFC 7541) and the gRPC protocol on a JDK socket channel, reads
 * on the caller's thread and opens one connection for each call. Generated stubs work on it as on any
 * {@link io.grpc.Channel}. Loading Netty instead would cost more time than a whole command takes.
 *
 * <p>Knows nothing of supervisord: uses gRPC's API and the JDK only.
 */
@NullMarked
package dev.supervisord.ctl.http2;

import org.jspecify.annotations.NullMarked;
