package dev.supervisord.output;

/**
 * Removes ANSI escape sequences from a stream of bytes, also where a sequence is cut in two by the end of a block.
 *
 * <p>Knows the sequences of ECMA-48 in their 7-bit form: CSI ({@code ESC [} … final byte), strings (OSC, DCS, SOS, PM, APC, up
 * to {@code ESC \} or, for OSC, BEL), and those with intermediate bytes ({@code ESC ( B}). The 8-bit forms are left
 * alone because their bytes occur in UTF-8 text. A sequence that is never finished takes nothing with it beyond the end of its
 * line: a control character ends it and is kept.
 *
 * <p>Used by one thread.
 */
final class AnsiFilter {
    private static final int BEL = 0x07;
    private static final int CAN = 0x18;
    private static final int SUB = 0x1a;
    private static final int ESC = 0x1b;

    private enum State {
        TEXT,
        ESCAPE,
        INTERMEDIATE,
        CSI,
        OSC,
        STRING
    }

    private State state = State.TEXT;

    /**
     * Filters a block in place.
     *
     * @return how many bytes are left, from the start of the block
     */
    int filter(byte[] block, int length) {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            byte unit = block[i];
            if (!takes(unit & 0xff)) {
                block[kept++] = unit;
            }
        }
        return kept;
    }

    /** How far it is within a sequence; 0: not. Means something to {@link #restore} only. */
    int state() {
        return state.ordinal();
    }

    /** Goes on where a filter was that had this state. */
    void restore(int earlier) {
        State[] states = State.values();
        state = earlier > 0 && earlier < states.length ? states[earlier] : State.TEXT;
    }

    /** Forgets an unfinished sequence: what follows comes from another run of the process. */
    void reset() {
        state = State.TEXT;
    }

    /** Whether the byte belongs to a sequence; moves to the next state. */
    private boolean takes(int unit) {
        return switch (state) {
            case TEXT -> unit == ESC && move(State.ESCAPE);
            // Within a string, ESC begins its end, ESC \, or a new sequence that breaks it off.
            case ESCAPE -> escape(unit);
            case INTERMEDIATE -> isBetween(unit, 0x20, 0x2f) || last(unit, 0x30);
            case CSI -> isBetween(unit, 0x20, 0x3f) || last(unit, 0x40);
            case OSC, STRING -> string(unit);
        };
    }

    private boolean escape(int unit) {
        return switch (unit) {
            case '[' -> move(State.CSI);
            case ']' -> move(State.OSC);
            case 'P', 'X', '^', '_' -> move(State.STRING);
            default -> isBetween(unit, 0x20, 0x2f) ? move(State.INTERMEDIATE) : last(unit, 0x30);
        };
    }

    /** The final byte of a sequence, from {@code least} to {@code ~}; anything else breaks it off. */
    private boolean last(int unit, int least) {
        if (unit == ESC) {
            return move(State.ESCAPE);
        }
        state = State.TEXT;
        return isBetween(unit, least, 0x7e) || unit == CAN || unit == SUB;
    }

    private boolean string(int unit) {
        return switch (unit) {
            case ESC -> move(State.ESCAPE);
            case CAN, SUB -> move(State.TEXT);
            case BEL -> state == State.STRING || move(State.TEXT);
            case '\n', '\r' -> !move(State.TEXT);
            default -> true;
        };
    }

    private boolean move(State next) {
        state = next;
        return true;
    }

    private static boolean isBetween(int unit, int least, int most) {
        return unit >= least && unit <= most;
    }
}
