package dev.supervisord.ctl.http2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads header blocks in HPACK (RFC 7541).
 *
 * <p>We announce a dynamic table of size 0 before we ask for anything, so a peer has no entry to refer to, and what it wants
 * indexed is forgotten at once.
 */
final class HeaderDecoder {
    private static final int NUMBER_MAX = 1 << 28;

    /** What RFC 9113 adds for each field when it speaks of the size of a header list. */
    private static final int FIELD_OVERHEAD_BYTES = 32;

    private final int listBytesMax;
    private byte[] block = {};
    private int at;
    private int end;

    /**
     * Makes a decoder.
     *
     * @param listBytesMax names and values of one block may have this many bytes together
     */
    HeaderDecoder(int listBytesMax) {
        this.listBytesMax = listBytesMax;
    }

    /** The fields of a complete block: name, value, name, value and so on. */
    List<byte[]> decode(byte[] from, int length) throws ProtocolViolation {
        block = from;
        at = 0;
        end = length;
        List<byte[]> fields = new ArrayList<>();
        int size = 0;
        while (at < end) {
            int before = fields.size();
            field(fields);
            if (fields.size() > before) {
                size += fields.get(before).length + fields.get(before + 1).length + FIELD_OVERHEAD_BYTES;
            }
            if (size > listBytesMax) {
                throw new ProtocolViolation("headers of more than " + listBytesMax + " bytes");
            }
        }
        block = new byte[0];
        return fields;
    }

    private void field(List<byte[]> fields) throws ProtocolViolation {
        int first = block[at] & 0xff;
        if (first >= 0x80) { // indexed field
            int index = index(number(7));
            if (index == 0) {
                throw new ProtocolViolation("a header field with index 0");
            }
            fields.add(StaticTable.name(index));
            fields.add(StaticTable.value(index));
        } else if (first >= 0x40) { // literal, to be indexed
            literal(fields, index(number(6)));
        } else if (first >= 0x20) { // size of the dynamic table
            int size = number(5);
            if (size > 0 || !fields.isEmpty()) {
                throw new ProtocolViolation("an update of the header table that was not offered");
            }
        } else { // literal, not or never to be indexed
            literal(fields, index(number(4)));
        }
    }

    private void literal(List<byte[]> fields, int nameIndex) throws ProtocolViolation {
        fields.add(nameIndex == 0 ? string() : StaticTable.name(nameIndex));
        fields.add(string());
    }

    private static int index(int number) throws ProtocolViolation {
        if (number > StaticTable.SIZE) {
            throw new ProtocolViolation("a header field with the unknown index " + number);
        }
        return number;
    }

    private byte[] string() throws ProtocolViolation {
        boolean huffman = at < end && (block[at] & 0x80) != 0;
        int length = number(7);
        if (length > end - at) {
            throw new ProtocolViolation("a header string that goes beyond its block");
        }
        int from = at;
        at += length;
        return huffman ? Huffman.decode(block, from, length) : Arrays.copyOfRange(block, from, at);
    }

    /** A number whose first part is in the low bits of the next byte (section 5.1). */
    private int number(int bits) throws ProtocolViolation {
        int mask = (1 << bits) - 1;
        int value = next() & mask;
        if (value < mask) {
            return value;
        }
        int shift = 0;
        int part;
        do {
            part = next();
            if (shift > 21) {
                throw new ProtocolViolation("a header field with a number above " + NUMBER_MAX);
            }
            value += (part & 0x7f) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        return value;
    }

    private int next() throws ProtocolViolation {
        if (at == end) {
            throw new ProtocolViolation("a header block that is cut off");
        }
        return block[at++] & 0xff;
    }
}
