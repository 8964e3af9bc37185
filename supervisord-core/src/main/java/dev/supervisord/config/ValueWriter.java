package dev.supervisord.config;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;

/**
 * Stores values of the model, whatever records they are made of, for a {@link ValueReader} of the same program. Equal records and
 * texts are stored once: the processes of a program differ in little. Used by one thread.
 */
final class ValueWriter {

    /** {@link DataOutputStream#writeUTF} takes 65,535 bytes; a character has three at most. */
    private static final int PIECE_CHARS = 20_000;

    private final DataOutputStream out;
    private final Map<Object, Integer> written = new HashMap<>();

    ValueWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    /** @throws IllegalArgumentException when a value is of no kind that the model uses */
    void write(Object value) throws IOException {
        if (value instanceof Record || value instanceof String) {
            writeOnce(value);
        } else if (value instanceof Enum<?> constant) {
            tag(ValueTag.CONSTANT);
            write(constant.getDeclaringClass().getName());
            out.writeInt(constant.ordinal());
        } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            writeMany(value);
        } else if (value instanceof Optional<?> optional) {
            tag(optional.isEmpty() ? ValueTag.NOTHING : ValueTag.SOMETHING);
            if (optional.isPresent()) {
                write(optional.get());
            }
        } else {
            writeSingle(value);
        }
    }

    private void writeOnce(Object value) throws IOException {
        Integer number = written.get(value);
        if (number != null) {
            tag(ValueTag.AGAIN);
            out.writeInt(number);
        } else if (value instanceof String text) {
            writeText(text);
            written.put(text, written.size());
        } else {
            writeRecord((Record) value);
            written.put(value, written.size());
        }
    }

    private void writeText(String text) throws IOException {
        tag(ValueTag.TEXT);
        out.writeInt(text.length());
        for (int begin = 0; begin < text.length(); begin += PIECE_CHARS) {
            out.writeUTF(text.substring(begin, Math.min(text.length(), begin + PIECE_CHARS)));
        }
    }

    private void writeRecord(Record value) throws IOException {
        tag(ValueTag.RECORD);
        write(value.getClass().getName());
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                write(component.getAccessor().invoke(value));
            }
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalArgumentException("cannot store a " + value.getClass(), hidden);
        }
    }

    private void writeMany(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            tag(ValueTag.MAP);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(entry.getKey());
                write(entry.getValue());
            }
            return;
        }
        Collection<?> values = (Collection<?>) value;
        if (values instanceof List<?>) {
            tag(ValueTag.LIST);
        } else if (values instanceof SortedSet<?>) {
            tag(ValueTag.SORTED_SET);
        } else if (values instanceof Set<?>) {
            tag(ValueTag.SET);
        } else {
            throw unknown(value);
        }
        out.writeInt(values.size());
        for (Object element : values) {
            write(element);
        }
    }

    private void writeSingle(Object value) throws IOException {
        if (value instanceof Integer number) {
            tag(ValueTag.WHOLE);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            tag(ValueTag.LONG);
            out.writeLong(number);
        } else if (value instanceof Double number) {
            tag(ValueTag.FRACTION);
            out.writeDouble(number);
        } else if (value instanceof Boolean truth) {
            tag(truth ? ValueTag.YES : ValueTag.NO);
        } else if (value instanceof OptionalInt number) {
            tag(number.isEmpty() ? ValueTag.NO_NUMBER : ValueTag.SOME_NUMBER);
            if (number.isPresent()) {
                out.writeInt(number.getAsInt());
            }
        } else if (value instanceof Path path) {
            tag(ValueTag.PATH);
            write(path.toString());
        } else if (value instanceof Duration duration) {
            tag(ValueTag.DURATION);
            out.writeLong(duration.getSeconds());
            out.writeInt(duration.getNano());
        } else if (value instanceof Instant instant) {
            tag(ValueTag.INSTANT);
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        } else if (value instanceof InetAddress address) {
            tag(ValueTag.ADDRESS);
            out.writeInt(address.getAddress().length);
            out.write(address.getAddress());
        } else {
            throw unknown(value);
        }
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("cannot store a " + value.getClass());
    }

    private void tag(ValueTag tag) throws IOException {
        out.writeByte(tag.ordinal());
    }
}
