package dev.supervisord.ctl;

import com.google.protobuf.ByteString;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceStub;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Passes what is typed, or piped, on to the standard input of a process. Holds its thread up as long as the process does not read. */
final class TypedInput {
    private static final int PIECE_BYTES = 16 * 1024;

    private final ProcessServiceStub processes;
    private final String name;
    private final CompletableFuture<WriteInputResponse> answer = new CompletableFuture<>();

    TypedInput(ProcessServiceStub processes, String name) {
        this.processes = processes;
        this.name = name;
    }

    /**
     * Passes everything on to its end, and waits until the process has read it.
     *
     * @return whether there was anything
     * @throws StatusRuntimeException when it cannot be passed on
     */
    boolean passOn(InputStream input) {
        byte[] piece = new byte[PIECE_BYTES];
        int length = read(input, piece);
        if (length < 0) {
            return false;
        }
        StreamObserver<WriteInputRequest> call = processes.writeInput(new Answer());
        while (length >= 0 && !answer.isDone()) {
            call.onNext(WriteInputRequest.newBuilder()
                    .setName(name)
                    .setData(ByteString.copyFrom(piece, 0, length))
                    .build());
            length = read(input, piece);
        }
        call.onCompleted();
        try {
            answer.join();
        } catch (CompletionException refused) {
            throw refused.getCause() instanceof StatusRuntimeException status ? status : refused;
        }
        return true;
    }

    private static int read(InputStream input, byte[] piece) {
        try {
            return input.read(piece);
        } catch (IOException e) {
            return -1; // a terminal that cannot be read any more has ended
        }
    }

    private final class Answer implements StreamObserver<WriteInputResponse> {
        @Override
        public void onNext(WriteInputResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            // The answer came before.
        }
    }
}
