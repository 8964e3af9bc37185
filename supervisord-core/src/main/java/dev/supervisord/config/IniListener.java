package dev.supervisord.config;

/**
 * Is told what stands in an INI file, comments and empty lines included; lines count from 1.
 *
 * <p>A setting is told when its last line was read, so after the comments that stand between its lines.
 */
interface IniListener {
    /** Does not listen. */
    IniListener NONE = new IniListener() {
        @Override
        public void blank(int line) {}

        @Override
        public void comment(int line, String text) {}

        @Override
        public void header(int line, String title, String rest) {}

        @Override
        public void setting(int line, String key, String value) {}
    };

    void blank(int line);

    /** @param text with its sign; it may follow something else on its line */
    void comment(int line, String text);

    /**
     * @param title what stands between the brackets
     * @param rest what follows them, which means nothing
     */
    void header(int line, String title, String rest);

    /**
     * @param line the first line
     * @param key in lower case
     */
    void setting(int line, String key, String value);
}
