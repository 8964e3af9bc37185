package dev.supervisord.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one file of either syntax into a document. */
final class FileReader {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Machine machine;
    private final Document document;
    private final Problems problems;

    FileReader(Machine machine, Document document, Problems problems) {
        this.machine = machine;
        this.document = document;
        this.problems = problems;
    }

    /** Reads a file; gives false when nothing, or not all of it, could be read. */
    boolean read(Path file) {
        Path here = Optional.ofNullable(file.getParent()).orElseGet(() -> Path.of("/"));
        String name = file.toString();
        document.addFile(file);
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            return false;
        }
        if (Syntax.of(name) == Syntax.INI) {
            new IniFile(text.get(), name, here, document, problems).read();
            return true;
        }
        try {
            TomlTable root = TomlFile.read(text.get());
            new TomlSections(name, here, document, problems).add(root);
            return true;
        } catch (TomlRefusal refusal) {
            problems.error(new Place(name, refusal.line()), refusal.what(), refusal.advice());
            return false;
        }
    }

    /** The text of a file; empty when it cannot be read, which is reported. */
    Optional<String> text(Path file) {
        Place place = new Place(file.toString(), 0);
        try {
            return decode(machine.read(file), place);
        } catch (NoSuchFileException missing) {
            problems.error(place, "cannot read the configuration: there is no such file", "name a file with -c");
        } catch (IOException refused) {
            boolean directory = machine.isDirectory(file);
            problems.error(
                    place,
                    "cannot read the configuration: "
                            + (directory ? "it is a directory" : String.valueOf(refused.getMessage())),
                    directory ? "name a file" : "");
        }
        return Optional.empty();
    }

    private Optional<String> decode(byte[] bytes, Place place) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            problems.error(new Place(place.file(), line), "the file is not encoded in UTF-8", "save it as UTF-8 text");
            return Optional.empty();
        }
        return Optional.of(text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text);
    }
}
