package dev.supervisord.ctl;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Messages of the API as JSON: every field under its name in the proto files, set or not.
 *
 * <p>A message that is not set is {@code null}, of a {@code oneof} only the member that is set is there, a time is text as RFC 3339
 * has it, bytes that are not UTF-8 become U+FFFD, and values of enumerations are without the prefix that they all share.
 */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    /** An array, each message on a line of its own. */
    static String array(List<? extends Message> messages) {
        JsonText json = new JsonText();
        json.out.append('[');
        for (int i = 0; i < messages.size(); i++) {
            json.out.append(i == 0 ? "\n" : ",\n");
            json.object(messages.get(i));
        }
        return json.out.append(messages.isEmpty() ? "]" : "\n]").toString();
    }

    /** One message on a line. */
    static String line(Message message) {
        JsonText json = new JsonText();
        json.object(message);
        return json.out.toString();
    }

    /** A text in quotes. */
    static String quoted(String text) {
        JsonText json = new JsonText();
        json.text(text);
        return json.out.toString();
    }

    private void object(Message message) {
        out.append('{');
        String comma = "";
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getContainingOneof() != null && !message.hasField(field)) {
                continue;
            }
            out.append(comma);
            comma = ",";
            text(field.getName());
            out.append(':');
            field(message, field);
        }
        out.append('}');
    }

    private void field(Message message, FieldDescriptor field) {
        if (field.isRepeated()) {
            out.append('[');
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                out.append(i == 0 ? "" : ",");
                value(message.getRepeatedField(field, i));
            }
            out.append(']');
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !message.hasField(field)) {
            out.append("null");
        } else {
            value(message.getField(field));
        }
    }

    private void value(Object value) {
        if (value instanceof Timestamp time) {
            text(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
        } else if (value instanceof Message message) {
            object(message);
        } else if (value instanceof EnumValueDescriptor word) {
            text(withoutPrefix(word));
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof ByteString bytes) {
            text(bytes.toStringUtf8());
        } else {
            text(value.toString());
        }
    }

    /** "RUNNING" of PROCESS_STATE_RUNNING. */
    private static String withoutPrefix(EnumValueDescriptor word) {
        String first = word.getType().getValues().get(0).getName();
        String prefix =
                first.endsWith("UNSPECIFIED") ? first.substring(0, first.length() - "UNSPECIFIED".length()) : "";
        return word.getName().startsWith(prefix) ? word.getName().substring(prefix.length()) : word.getName();
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (unit < ' ') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        out.append('"');
    }
}
