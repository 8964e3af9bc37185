package dev.supervisord.ctl;

import dev.supervisord.v1.LogLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Lines for programs, each an object: {@code text} is always valid UTF-8, and where the line was not, {@code base64} has its exact
 * bytes.
 */
final class JsonLines implements LineOutput {
    private final Console console;

    JsonLines(Console console) {
        this.console = console;
    }

    @Override
    public void line(LogLine line) {
        String object = JsonText.line(line);
        byte[] text = line.getText().toByteArray();
        if (!isUtf8(text)) {
            String exact = Base64.getEncoder().encodeToString(text);
            object = object.substring(0, object.length() - 1) + ",\"base64\":\"" + exact + "\"}";
        }
        console.line(object);
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
