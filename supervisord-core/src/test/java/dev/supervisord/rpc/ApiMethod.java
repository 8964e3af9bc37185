package dev.supervisord.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.supervisord.v1.Attach;
import dev.supervisord.v1.Daemon;
import dev.supervisord.v1.Log;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.Process;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** One of all the methods that the API has, to be called whatever its messages are. */
record ApiMethod(MethodDescriptor descriptor) {

    static List<ApiMethod> all() {
        return Stream.of(Process.getDescriptor(), Attach.getDescriptor(), Log.getDescriptor(), Daemon.getDescriptor())
                .map(FileDescriptor::getServices)
                .flatMap(List::stream)
                .map(ServiceDescriptor::getMethods)
                .flatMap(List::stream)
                .map(ApiMethod::new)
                .toList();
    }

    /** As in {@code supervisord.v1.ProcessService/Start}. */
    String name() {
        return descriptor.getService().getFullName() + "/" + descriptor.getName();
    }

    /** Whether its requests name processes. */
    boolean selects() {
        return RequestNames.field(descriptor.getInputType()).isPresent();
    }

    /** Whether its responses have a place for a result of each process. */
    boolean tellsResults() {
        Message response = DynamicMessage.getDefaultInstance(descriptor.getOutputType());
        return ResponseResults.with(response, List.of(OperationResult.getDefaultInstance()))
                        .getAllFields()
                        .size()
                == 1;
    }

    /** Any request, which selects something. */
    private Message request() {
        DynamicMessage empty = DynamicMessage.getDefaultInstance(descriptor.getInputType());
        FieldDescriptor opening = descriptor.getInputType().findFieldByName("opening");
        if (opening != null) {
            DynamicMessage named = named(DynamicMessage.getDefaultInstance(opening.getMessageType()));
            return empty.toBuilder().setField(opening, named).build();
        }
        if (descriptor.getInputType().findFieldByName("name") != null) {
            return named(empty);
        }
        return selects() ? RequestNames.with(empty, List.of("cat")) : empty;
    }

    private static DynamicMessage named(DynamicMessage message) {
        return message.toBuilder()
                .setField(message.getDescriptorForType().findFieldByName("name"), "cat")
                .build();
    }

    /** Calls it, and is refused. */
    Refusal refusal(Channel channel) {
        io.grpc.MethodDescriptor<Message, Message> call = io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setFullMethodName(name())
                .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
                .setRequestMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getOutputType())))
                .build();
        return Refusal.of(() -> {
            Iterator<Message> answers =
                    ClientCalls.blockingServerStreamingCall(channel, call, CallOptions.DEFAULT, request());
            answers.next();
        });
    }
}
