package dev.supervisord.output;

/** Which bytes are a character in UTF-8, RFC 3629. */
final class Utf8 {

    private Utf8() {}

    /**
     * How many bytes the character takes that begins here.
     *
     * @return 1 to 4; 0 when the byte begins no character, or not all of it is there
     */
    static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + length > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Where to cut text at or shortly before {@code at}, so that no character is cut in two. */
    static int border(byte[] bytes, int from, int at) {
        int cut = at;
        for (int back = 1; back <= 3 && cut - back > from; back++) {
            int unit = bytes[cut - back] & 0xff;
            if ((unit & 0xc0) != 0x80) {
                int length = unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : unit >= 0xc2 ? 2 : 1;
                return length > back ? cut - back : cut;
            }
        }
        return cut;
    }
}
