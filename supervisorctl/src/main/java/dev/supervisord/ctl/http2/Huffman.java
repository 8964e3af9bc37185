package dev.supervisord.ctl.http2;

import java.util.Arrays;

/**
 * Decodes strings in HPACK's Huffman code (RFC 7541, section 5.2 and appendix B).
 *
 * <p>The code is canonical: codes of one length follow each other in the order of their symbols, and each length goes on
 * where the shorter one ended. So the lengths alone define it.
 */
final class Huffman {
    private static final int LENGTH_MAX = 30;
    private static final int SYMBOLS = 257;
    private static final int END_OF_STRING = 256;

    /** Bits of the code of each symbol, 0 to 256, written as characters counted from '@'. */
    private static final String LENGTHS =
            "MW\\\\\\\\\\\\\\X^\\\\^\\\\\\\\\\\\\\\\^\\\\\\\\\\\\\\\\\\FJJLMFHKJJHKHFFFEEEFFFFFFFGHOFLJ"
                    + "MFGGGGGGGGGGGGGGGGGGGGGGHGHMSMNFOEFEFEFFFEGGFFFEFGFEEFGGGGGOKNM\\"
                    + "TVTTVVVWVWWWWWXWXXVWXWWWWUVWVWWXVUTVVWWUWVVXUVWWUUVUWVWWTVVVWVVW"
                    + "ZZTSVWVYZZZ[[ZXYSUZ[[Z[XUUZZ\\[[[TXTUVUUWVVYYXXZWZ[ZZ[[[[[\\[[[[[Z"
                    + "^";

    /** Symbols in the order of their codes. */
    private static final short[] SYMBOL = new short[SYMBOLS];

    /** By length: the first code of that length, how many there are, and where their symbols begin. */
    private static final int[] FIRST = new int[LENGTH_MAX + 1];

    private static final int[] COUNT = new int[LENGTH_MAX + 1];
    private static final int[] START = new int[LENGTH_MAX + 1];

    static {
        int code = 0;
        int at = 0;
        for (int length = 1; length <= LENGTH_MAX; length++) {
            code <<= 1;
            FIRST[length] = code;
            START[length] = at;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (LENGTHS.charAt(symbol) - '@' == length) {
                    SYMBOL[at++] = (short) symbol;
                    code++;
                }
            }
            COUNT[length] = at - START[length];
        }
    }

    private Huffman() {}

    /** Decodes {@code length} bytes from {@code offset}. */
    static byte[] decode(byte[] from, int offset, int length) throws ProtocolViolation {
        byte[] to = new byte[length * 8 / 5 + 1];
        int used = 0;
        int code = 0;
        int bits = 0;
        for (int i = 0; i < length; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                code = code << 1 | (from[offset + i] >>> bit & 1);
                bits++;
                int rank = code - FIRST[bits];
                if (rank >= 0 && rank < COUNT[bits]) {
                    int symbol = SYMBOL[START[bits] + rank];
                    if (symbol == END_OF_STRING) {
                        throw new ProtocolViolation("a header string contains the end-of-string code");
                    }
                    to[used++] = (byte) symbol;
                    code = 0;
                    bits = 0;
                } else if (bits == LENGTH_MAX) {
                    throw new ProtocolViolation("a header string has an unknown Huffman code");
                }
            }
        }
        // The last byte is filled up with the beginning of the end-of-string code, which is all ones.
        if (bits > 7 || code != (1 << bits) - 1) {
            throw new ProtocolViolation("a header string ends in wrong padding");
        }
        return Arrays.copyOf(to, used);
    }
}
