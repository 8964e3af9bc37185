/**
 * The gRPC services: they translate requests into calls of {@link dev.supervisord.engine.Control} and answers back; no
 * logic of their own.
 *
 * <p>May use {@code engine}, {@code output}, {@code os}, {@code model} and {@code log}. Only {@code StatusMapper} knows gRPC's status.
 */
@NullMarked
package dev.supervisord.rpc;

import org.jspecify.annotations.NullMarked;
