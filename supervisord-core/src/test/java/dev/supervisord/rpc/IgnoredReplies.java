package dev.supervisord.rpc;

import io.grpc.stub.StreamObserver;

/** A client that does not care what it is told. */
final class IgnoredReplies<T> implements StreamObserver<T> {

    @Override
    public void onNext(T reply) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
}
