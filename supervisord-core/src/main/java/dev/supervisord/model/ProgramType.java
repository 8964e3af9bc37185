package dev.supervisord.model;

/** What a program does with its life ({@code type}), which decides when a start of it is complete. */
public enum ProgramType {
    /** It goes on until it is stopped; it is up once it has stayed alive for {@code startsecs}. */
    SIMPLE("simple"),
    /** It runs once to its end: an end with an expected code completes the start, any other end is a failed start. */
    ONESHOT("oneshot"),
    /** What is launched puts another process into the background, which a file names, and ends; it is up as a simple one is. */
    FORKING("forking");

    private final String word;

    ProgramType(String word) {
        this.word = word;
    }

    /** The word for it in a configuration file. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
