package dev.supervisord.model;

/** What a process reads as its standard input, where that is no held socket. */
public enum StandardInput {
    /** {@code pipe}: what people write to it by way of the daemon; it never ends. */
    PIPE("pipe"),
    /** {@code null}: {@code /dev/null}, which is at its end at once. */
    NULL("null");

    private final String word;

    StandardInput(String word) {
        this.word = word;
    }

    /** The word for it in a configuration file. */
    public String word() {
        return word;
    }
}
