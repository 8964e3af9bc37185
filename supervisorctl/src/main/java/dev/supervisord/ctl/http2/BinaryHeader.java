package dev.supervisord.ctl.http2;

import java.util.Base64;

/** Metadata whose name ends in "-bin": arbitrary bytes, in base 64 on the wire. */
final class BinaryHeader {
    private BinaryHeader() {}

    static boolean isBinary(byte[] name) {
        int n = name.length;
        return n > 4 && name[n - 4] == '-' && name[n - 3] == 'b' && name[n - 2] == 'i' && name[n - 1] == 'n';
    }

    static byte[] decode(byte[] value) throws ProtocolViolation {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation("binary metadata that is not base 64: " + e.getMessage());
        }
    }

    static byte[] encode(byte[] value) {
        return Base64.getEncoder().withoutPadding().encode(value);
    }
}
