package dev.supervisord.config;

/** Notices that a comment of an INI file has cut a quoted text in two, as in {@code sh -c "cd /srv ; run"}. Stateless. */
final class CutQuote {

    private CutQuote() {}

    /**
     * Whether a quotation that is open where the comment begins is closed in it.
     *
     * @param before what stands before the comment
     * @param comment the comment with its sign
     */
    static boolean isIn(String before, String comment) {
        char open = 0;
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            if (c == '\\' && open != '\'') {
                i++;
            } else if (open == 0 && (c == '\'' || c == '"')) {
                open = c;
            } else if (c == open) {
                open = 0;
            }
        }
        return open != 0 && comment.indexOf(open) > 0;
    }
}
