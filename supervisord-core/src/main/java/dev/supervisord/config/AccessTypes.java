package dev.supervisord.config;

import dev.supervisord.model.AccessRole;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of values that only access to the daemon has. */
final class AccessTypes {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    static final ValueType<AccessRole> ROLE = ofText("role", AccessTypes::role);

    static final ValueType<String> SHA256 = ofText("SHA-256", AccessTypes::digest);

    static final ValueType<Instant> TIME = ofText("day or moment", AccessTypes::time);

    /** With semicolons, because subjects have commas of their own; an array in TOML. */
    static final ValueType<List<String>> SUBJECTS = new ValueType<>(
            "list of subjects",
            text -> Parsed.good(Arrays.stream(text.split(";", -1))
                    .map(PythonText::strip)
                    .filter(subject -> !subject.isEmpty())
                    .toList()),
            value -> Types.COMMA_LIST.ofToml().apply(value));

    private AccessTypes() {}

    private static <T> ValueType<T> ofText(String name, Function<String, Parsed<T>> read) {
        return new ValueType<>(name, read, value -> Types.textOfToml(value).then(read));
    }

    private static Parsed<AccessRole> role(String text) {
        for (AccessRole role : AccessRole.values()) {
            if (role.word().equals(text.toLowerCase(Locale.ROOT))) {
                return Parsed.good(role);
            }
        }
        return Parsed.bad(PythonText.quoteBriefly(text) + " is no role", "write read, operate or admin");
    }

    /** What is wrong is not shown: it may be the token itself. */
    private static Parsed<String> digest(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        return DIGEST.matcher(digits).matches()
                ? Parsed.good(digits)
                : Parsed.bad(
                        "the value is no SHA-256 of 64 hexadecimal digits",
                        "run supervisord token, and write the hash that it prints");
    }

    private static Parsed<Instant> time(String text) {
        try {
            return Parsed.good(
                    text.indexOf('T') >= 0
                            ? Instant.parse(text)
                            : LocalDate.parse(text)
                                    .plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException refused) {
            return Parsed.bad(
                    PythonText.quoteBriefly(text) + " is neither a day nor a moment",
                    "write 2027-01-31 or 2027-01-31T18:00:00Z");
        }
    }
}
