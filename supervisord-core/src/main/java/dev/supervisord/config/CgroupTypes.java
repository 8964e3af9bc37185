package dev.supervisord.config;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CpuSet;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** The types of values about cgroups; limits are read as the text that the kernel is given. */
final class CgroupTypes {
    private static final long WEIGHT_MAX = 10_000;

    /** As much as the kernel's counter of processes takes, {@code PID_MAX_LIMIT}. */
    private static final long TASKS_MAX = 4 << 20;

    /** The kernel's own period, and the borders that it sets to both numbers, in microseconds. */
    private static final int PERIOD_MICROS = 100_000;

    private static final int MICROS_MIN = 1_000;
    private static final int PERIOD_MICROS_MAX = 1_000_000;

    /** With less no program can even begin. */
    private static final long BYTES_MIN = 64 << 10;

    static final ValueType<String> BYTES = new ValueType<>(
            "bytes",
            text -> Types.BYTES.ofText().apply(text).then(CgroupTypes::bytes),
            value -> Types.BYTES.ofToml().apply(value).then(CgroupTypes::bytes));

    static final ValueType<String> WEIGHT = whole(1, WEIGHT_MAX);
    static final ValueType<String> TASKS = whole(1, TASKS_MAX);

    static final ValueType<String> CPU_MAX =
            new ValueType<>("processor time", CgroupTypes::cpu, CgroupTypes::cpuOfToml, true);

    static final ValueType<CgroupRoot> ROOT = new ValueType<>(
            "path", CgroupTypes::root, value -> Types.textOfToml(value).then(CgroupTypes::root));

    private CgroupTypes() {}

    private static Parsed<String> bytes(long bytes) {
        return bytes >= BYTES_MIN
                ? Parsed.good(Long.toString(bytes))
                : Parsed.bad(bytes + " bytes are too few for any program", "write a size such as 256MB");
    }

    private static ValueType<String> whole(long least, long most) {
        Function<Integer, Parsed<String>> inRange = number -> number >= least && number <= most
                ? Parsed.good(Integer.toString(number))
                : Parsed.bad(number + " is out of range", "write a number from " + least + " to " + most);
        return new ValueType<>(
                "whole number",
                text -> Types.WHOLE.ofText().apply(text).then(inRange),
                value -> Types.WHOLE.ofToml().apply(value).then(inRange));
    }

    private static Parsed<String> cpuOfToml(RawValue value) {
        if (value instanceof RawValue.Text text) {
            return cpu(text.text());
        }
        if (value instanceof RawValue.Whole whole) {
            return cpu(Long.toString(whole.number()));
        }
        return value instanceof RawValue.Decimal decimal
                ? cpu(Double.toString(decimal.number()))
                : Types.wrongType(value, "a share such as \"50%\", or a number of processors such as 1.5");
    }

    private static Parsed<String> cpu(String text) {
        String words = PythonText.strip(text);
        if (words.matches("[0-9]{1,6}(\\.[0-9]{1,6})?%?")) {
            boolean percent = words.endsWith("%");
            BigDecimal number = new BigDecimal(percent ? words.substring(0, words.length() - 1) : words);
            long quota = number.movePointLeft(percent ? 2 : 0)
                    .multiply(BigDecimal.valueOf(PERIOD_MICROS))
                    .longValue();
            if (quota >= MICROS_MIN && quota <= (long) CpuSet.NUMBERS_END * PERIOD_MICROS) {
                return Parsed.good(quota + " " + PERIOD_MICROS);
            }
        } else if (words.matches("[0-9]{1,9}\\s+[0-9]{1,9}")) {
            String[] micros = words.split("\\s+", -1);
            int quota = Integer.parseInt(micros[0]);
            int period = Integer.parseInt(micros[1]);
            if (quota >= MICROS_MIN && period >= MICROS_MIN && period <= PERIOD_MICROS_MAX) {
                return Parsed.good(quota + " " + period);
            }
        }
        return Parsed.bad(
                PythonText.quoteBriefly(text) + " is no limit of processor time",
                "write 50% for half of a processor (at least 1%), 1.5 for one and a half, or microseconds and their"
                        + " period, 50000 100000");
    }

    private static Parsed<CgroupRoot> root(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> Parsed.good(new CgroupRoot.Auto());
            case "none" -> Parsed.good(new CgroupRoot.Nowhere());
            default -> text.startsWith("/") ? directory(text) : refuseRoot(text);
        };
    }

    private static Parsed<CgroupRoot> directory(String text) {
        try {
            return Parsed.good(new CgroupRoot.At(Path.of(text).normalize()));
        } catch (InvalidPathException noPath) {
            return refuseRoot(text);
        }
    }

    private static Parsed<CgroupRoot> refuseRoot(String text) {
        return Parsed.bad(
                PythonText.quoteBriefly(text) + " is no directory of cgroups",
                "write auto, none, or a whole path such as /sys/fs/cgroup/supervisord");
    }
}
