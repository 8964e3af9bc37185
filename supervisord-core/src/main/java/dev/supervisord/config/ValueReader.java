package dev.supervisord.config;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Reads what a {@link ValueWriter} has stored. Made to be quick in a JVM that has just started, for that is when a daemon needs it: no
 * lambdas, no streams, and nothing is looked up twice. Used by one thread.
 */
final class ValueReader {

    /** Nothing else is ever made, whatever the input says. */
    private static final String MODEL = "dev.supervisord.model.";

    private static final ValueTag[] TAGS = ValueTag.values();

    private final DataInputStream in;
    private final List<Object> known = new ArrayList<>();
    private final Map<String, Constructor<?>> constructors = new HashMap<>();
    private final Map<String, Object[]> constants = new HashMap<>();

    ValueReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** @throws IOException when this is not what a writer of the same program has stored */
    Object read() throws IOException {
        ValueTag tag = TAGS[in.readUnsignedByte()];
        return switch (tag) {
            case AGAIN -> known.get(in.readInt());
            case RECORD -> keep(readRecord());
            case TEXT -> keep(readText());
            case CONSTANT -> constant((String) read(), in.readInt());
            case NOTHING -> Optional.empty();
            case SOMETHING -> Optional.of(read());
            case NO_NUMBER -> OptionalInt.empty();
            case SOME_NUMBER -> OptionalInt.of(in.readInt());
            case LIST -> readAll(new ArrayList<>());
            case SET -> readAll(new LinkedHashSet<>());
            case SORTED_SET -> readAll(new TreeSet<>());
            case MAP -> readMap();
            case WHOLE -> in.readInt();
            case LONG -> in.readLong();
            case FRACTION -> in.readDouble();
            case YES -> true;
            case NO -> false;
            case PATH -> Path.of((String) read());
            case DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
            case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            case ADDRESS -> InetAddress.getByAddress(in.readNBytes(in.readInt()));
        };
    }

    private Object keep(Object value) {
        known.add(value);
        return value;
    }

    private String readText() throws IOException {
        int length = in.readInt();
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(in.readUTF());
        }
        return text.toString();
    }

    private Object readRecord() throws IOException {
        Constructor<?> constructor = constructor((String) read());
        Object[] components = new Object[constructor.getParameterCount()];
        for (int i = 0; i < components.length; i++) {
            components[i] = read();
        }
        try {
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException | IllegalArgumentException unfit) {
            throw new IOException("cannot make a " + constructor.getDeclaringClass() + " again", unfit);
        }
    }

    private Constructor<?> constructor(String name) throws IOException {
        Constructor<?> present = constructors.get(name);
        if (present != null) {
            return present;
        }
        Class<?> type = type(name);
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IOException(name + " is no record");
        }
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<?> found = type.getDeclaredConstructor(types);
            constructors.put(name, found);
            return found;
        } catch (NoSuchMethodException never) {
            throw new IOException("there is no way to make a " + name, never);
        }
    }

    private Object constant(String name, int ordinal) throws IOException {
        Object[] all = constants.get(name);
        if (all == null) {
            all = type(name).getEnumConstants();
            if (all == null) {
                throw new IOException(name + " has no constants");
            }
            constants.put(name, all);
        }
        return all[ordinal];
    }

    private static Class<?> type(String name) throws IOException {
        if (!name.startsWith(MODEL)) {
            throw new IOException(name + " is not of the model");
        }
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException unknown) {
            throw new IOException("there is no " + name, unknown);
        }
    }

    private Collection<Object> readAll(Collection<Object> into) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            into.add(read());
        }
        return into;
    }

    private Map<Object, Object> readMap() throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Object key = read();
            map.put(key, read());
        }
        return map;
    }
}
