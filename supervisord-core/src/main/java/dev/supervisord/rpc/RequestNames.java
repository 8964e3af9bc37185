package dev.supervisord.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads from any request of the API what it is about: the names in its {@code selectors}, {@code groups} or {@code name}. */
final class RequestNames {

    private static final String OPENING = "opening";
    private static final List<String> FIELDS = List.of("selectors", "groups", "name");

    private RequestNames() {}

    /** The field with the names, also where it is in the message that opens a stream; empty when requests of this kind have none. */
    static Optional<FieldDescriptor> field(Descriptor type) {
        FieldDescriptor opening = type.findFieldByName(OPENING);
        Descriptor naming = opening == null ? type : opening.getMessageType();
        return FIELDS.stream()
                .map(naming::findFieldByName)
                .filter(field -> field != null && field.getType() == FieldDescriptor.Type.STRING)
                .findFirst();
    }

    /** The message that has the field with the names. */
    private static Message naming(Message request) {
        FieldDescriptor opening = request.getDescriptorForType().findFieldByName(OPENING);
        return opening == null ? request : (Message) request.getField(opening);
    }

    static List<String> of(Message whole) {
        List<String> names = new ArrayList<>();
        Message request = naming(whole);
        field(request.getDescriptorForType()).ifPresent(field -> {
            if (field.isRepeated()) {
                for (int i = 0; i < request.getRepeatedFieldCount(field); i++) {
                    names.add((String) request.getRepeatedField(field, i));
                }
            } else {
                names.add((String) request.getField(field));
            }
        });
        return names;
    }

    /** The same request for these names. */
    static Message with(Message request, List<String> names) {
        FieldDescriptor opening = request.getDescriptorForType().findFieldByName(OPENING);
        if (opening != null) {
            return request.toBuilder()
                    .setField(opening, with((Message) request.getField(opening), names))
                    .build();
        }
        FieldDescriptor field = field(request.getDescriptorForType()).orElseThrow();
        if (!field.isRepeated()) {
            return names.size() == 1
                    ? request.toBuilder().setField(field, names.get(0)).build()
                    : request; // it means several, which the service refuses
        }
        Message.Builder changed = request.toBuilder().clearField(field);
        names.forEach(name -> changed.addRepeatedField(field, name));
        return changed.build();
    }

    /** What else is asked for, such as a signal; never what is to be written somewhere. */
    static Map<String, String> arguments(Message request) {
        Map<String, String> arguments = new TreeMap<>();
        naming(request).getAllFields().forEach((field, value) -> {
            boolean small = switch (field.getJavaType()) {
                case STRING, BOOLEAN, INT, LONG, ENUM -> true;
                case BYTE_STRING, DOUBLE, FLOAT, MESSAGE -> false;
            };
            if (small && !field.isRepeated() && !FIELDS.contains(field.getName())) {
                arguments.put(field.getName(), value.toString());
            }
        });
        return arguments;
    }
}
