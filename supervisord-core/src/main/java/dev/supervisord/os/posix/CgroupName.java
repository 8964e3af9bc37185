package dev.supervisord.os.posix;

import dev.supervisord.model.ProcessName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The names of cgroups: {@code supervisord-1a2b3c4d} for a daemon, and in it {@code group:process} for each process. A process's name
 * always has a colon, which no file of the kernel's has; everything else but letters, digits and {@code . _ - @} is written {@code %20}.
 */
final class CgroupName {

    /** The cgroup of the daemon itself, and of what is to have none of its own. */
    static final String OWN = "supervisor";

    private static final String PREFIX = "supervisord-";
    private static final int BYTES_MAX = 255;

    private CgroupName() {}

    /** @param instance what no other daemon of the machine has, as its runtime directory */
    static String ofDaemon(String instance) {
        CRC32 sum = new CRC32();
        sum.update(instance.getBytes(StandardCharsets.UTF_8));
        return PREFIX + HexFormat.of().toHexDigits((int) sum.getValue());
    }

    static boolean isOfDaemon(String name) {
        return name.matches(PREFIX + "[0-9a-f]{8}");
    }

    /** Empty for a name that is too long for a directory. */
    static Optional<String> of(ProcessName name) {
        String text = escaped(name.group()) + ":" + escaped(name.process());
        return text.length() <= BYTES_MAX ? Optional.of(text) : Optional.empty();
    }

    /** The process whose cgroup has this name; empty for any other. */
    static Optional<ProcessName> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            return Optional.empty();
        }
        return unescaped(text.substring(0, colon))
                .flatMap(group -> unescaped(text.substring(colon + 1)).map(process -> new ProcessName(group, process)));
    }

    /** The cgroup of a process, made by this daemon, that something with that path is in or below. */
    static Optional<Path> home(Path path, String daemon) {
        for (int i = 0; i + 1 < path.getNameCount(); i++) {
            if (path.getName(i).toString().equals(daemon)) {
                return Optional.of(Path.of("/").resolve(path.subpath(0, i + 2)));
            }
        }
        return Optional.empty();
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "._-@".indexOf(c) >= 0;
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02x", (int) c));
        }
        return text.toString();
    }

    private static Optional<String> unescaped(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                bytes.put((byte) text.charAt(i));
            } else if (text.substring(i).matches("(?s)%[0-9a-f]{2}.*")) {
                bytes.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException foreign) {
            return Optional.empty(); // no name that was made here
        }
    }
}
