package dev.supervisord.config;

import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Replaces {@code %(name)s} in values as Python's {@code %} operator does for Supervisor, and {@code %%} by a percent sign.
 *
 * <p>Refusals name the expansion, what is wrong with it and what to write; they never contain the value of a variable. In one
 * thing it is stricter: {@code %s} without a name, which prints every name with its value there, is refused.
 */
final class Expander {
    private final Names names;
    private final Path here;
    private final BiConsumer<String, String> doubts;

    /**
     * @param here what {@code %(here)s} stands for
     * @param doubts told (what, advice) of an expansion that is valid but hardly what was meant
     */
    Expander(Names names, Path here, BiConsumer<String, String> doubts) {
        this.names = names;
        this.here = here;
        this.doubts = doubts;
    }

    Parsed<String> expand(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return Parsed.good(text);
        }
        StringBuilder expanded = new StringBuilder(text.length() + 32);
        int copied = 0;
        while (percent >= 0) {
            expanded.append(text, copied, percent);
            if (percent + 1 < text.length() && text.charAt(percent + 1) == '%') {
                expanded.append('%');
                copied = percent + 2;
            } else if (percent + 1 < text.length() && text.charAt(percent + 1) == '(') {
                int end = closing(text, percent + 1);
                if (end < 0) {
                    return badlyFormatted(text.substring(percent), "incomplete format key", "close the parenthesis");
                }
                Parsed<Conversion> one = expandName(text, percent, end, expanded);
                if (one instanceof Parsed.Bad<Conversion> bad) {
                    return Parsed.bad(bad.what(), bad.advice());
                }
                copied = ((Parsed.Good<Conversion>) one).value().end();
            } else {
                return refuseNameless(text, percent);
            }
            percent = text.indexOf('%', copied);
        }
        return Parsed.good(expanded.append(text, copied, text.length()).toString());
    }

    /** Index of the parenthesis that closes the one at {@code open}, or -1. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private Parsed<Conversion> expandName(String text, int percent, int close, StringBuilder expanded) {
        String name = text.substring(percent + 2, close);
        Object value = name.equals(Names.HERE) ? here.toString() : names.lookup(name);
        if (value == null) {
            return Parsed.bad(
                    "%(" + name + ") contains names (" + PythonText.quote(name) + ") which cannot be expanded",
                    names.adviceFor(name));
        }
        String plain = "%(" + name + ")" + (value instanceof Integer ? "d" : "s");
        Parsed<Conversion> parsed = Conversion.parse(text, close + 1);
        if (parsed instanceof Parsed.Bad<Conversion> bad) {
            String written = text.substring(percent, Math.min(text.length(), close + 2));
            return badlyFormatted(written, bad.what(), "write " + plain);
        }
        Conversion conversion = ((Parsed.Good<Conversion>) parsed).value();
        Parsed<String> printed = conversion.format(value);
        if (printed instanceof Parsed.Bad<String> bad) {
            return badlyFormatted(text.substring(percent, conversion.end()), bad.what(), "write " + plain);
        }
        expanded.append(((Parsed.Good<String>) printed).value());
        if (conversion.isDoubtful(text)) {
            warn(text, percent, close, conversion, plain);
        }
        return parsed;
    }

    private void warn(String text, int percent, int close, Conversion conversion, String plain) {
        int wordEnd = conversion.end();
        while (wordEnd < text.length() && Character.isLetter(text.charAt(wordEnd))) {
            wordEnd++;
        }
        doubts.accept(
                text.substring(percent, conversion.end()) + " is a whole expansion, so only "
                        + PythonText.quote(text.substring(conversion.end(), wordEnd)) + " is left of the word after it",
                "if that is not meant, write " + plain + text.substring(close + 1, wordEnd));
    }

    private static Parsed<String> refuseNameless(String text, int percent) {
        int shown = Math.min(text.length(), percent + 2);
        String written = text.substring(percent, shown);
        if (written.equals("%")) {
            return badlyFormatted(written, "incomplete format", "write %% for a percent sign");
        }
        String advice = "write %% for a percent sign, or %(NAME)s for a value";
        if (written.equals("%s")) {
            return badlyFormatted(written, "it would print all names with their values, secrets too", advice);
        }
        return badlyFormatted(written, "there is no name in parentheses", advice);
    }

    private static <T> Parsed<T> badlyFormatted(String written, String why, String advice) {
        return Parsed.bad(PythonText.quoteBriefly(written) + " is badly formatted: " + why, advice);
    }
}
