package dev.supervisord.config;

import dev.supervisord.model.CpuSet;
import dev.supervisord.model.IoPriority;
import dev.supervisord.model.IoPriority.Service;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Resource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The types of values that only launches have: limits, priorities, processors. */
final class LaunchTypes {
    /** With fewer the loaders of a program cannot open their files; shells keep descriptors from 10 on. */
    private static final long NOFILE_MIN = 16;

    static final ValueType<Integer> NICE = between(-20, 19);
    static final ValueType<Integer> OOM_SCORE_ADJ = between(-1000, 1000);

    static final ValueType<IoPriority> IONICE = new ValueType<>(
            "class and level",
            LaunchTypes::ioPriority,
            value -> Types.textOfToml(value).then(LaunchTypes::ioPriority));

    static final ValueType<CpuSet> CPUS = new ValueType<>("processors", LaunchTypes::cpus, LaunchTypes::cpusOfToml);

    static final ValueType<Limits> LIMITS = new ValueType<>(
            "limits", text -> PairList.parse(text).then(LaunchTypes::limits), LaunchTypes::limitsOfToml);

    private LaunchTypes() {}

    private static ValueType<Integer> between(int least, int most) {
        return new ValueType<>(
                "whole number",
                text -> Types.WHOLE.ofText().apply(text).then(number -> inRange(number, least, most)),
                value -> Types.WHOLE.ofToml().apply(value).then(number -> inRange(number, least, most)));
    }

    private static Parsed<Integer> inRange(int number, int least, int most) {
        return number >= least && number <= most
                ? Parsed.good(number)
                : Parsed.bad(number + " is out of range", "write a number from " + least + " to " + most);
    }

    private static Parsed<IoPriority> ioPriority(String text) {
        String[] words = PythonText.strip(text).split(":", -1);
        Optional<Service> service = Service.of(words[0]);
        int level = -1;
        if (words.length == 1) {
            level = service.equals(Optional.of(Service.IDLE)) ? 0 : IoPriority.LAST_LEVEL / 2 + 1;
        } else if (words.length == 2 && words[1].matches("[0-7]")) {
            level = Integer.parseInt(words[1]);
        }
        boolean leveled = service.equals(Optional.of(Service.IDLE)) ? level == 0 : level >= 0;
        return service.isPresent() && leveled
                ? Parsed.good(new IoPriority(service.get(), level))
                : Parsed.bad(
                        PythonText.quoteBriefly(text) + " is no class of disk service with a level",
                        "write best-effort:0 to best-effort:7, idle, or realtime:0 to realtime:7");
    }

    private static Parsed<CpuSet> cpus(String text) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : PythonText.strip(text).split("\\s*,\\s*", -1)) {
            String[] ends = part.split("-", -1);
            OptionalLong first = cpu(ends[0]);
            OptionalLong last = ends.length == 1 ? first : cpu(ends[ends.length - 1]);
            if (ends.length > 2 || first.isEmpty() || last.isEmpty() || first.getAsLong() > last.getAsLong()) {
                return Parsed.bad(
                        PythonText.quoteBriefly(text) + " is no list of processors",
                        "write numbers and ranges with commas, such as 0-1,3");
            }
            for (long number = first.getAsLong(); number <= last.getAsLong(); number++) {
                numbers.add((int) number);
            }
        }
        return Parsed.good(new CpuSet(numbers));
    }

    private static OptionalLong cpu(String text) {
        return text.matches("[0-9]{1,4}") && Integer.parseInt(text) < CpuSet.NUMBERS_END
                ? OptionalLong.of(Integer.parseInt(text))
                : OptionalLong.empty();
    }

    private static Parsed<CpuSet> cpusOfToml(RawValue value) {
        if (value instanceof RawValue.Text text) {
            return cpus(text.text());
        }
        if (value instanceof RawValue.Whole whole) {
            return cpus(Long.toString(whole.number()));
        }
        boolean numbers = value instanceof RawValue.Items items
                && items.items().stream().allMatch(item -> item instanceof RawValue.Whole);
        return numbers
                ? cpus(((RawValue.Items) value)
                        .items().stream()
                                .map(item -> Long.toString(((RawValue.Whole) item).number()))
                                .collect(Collectors.joining(",")))
                : Types.wrongType(value, "a list such as \"0-1,3\", or an array of numbers");
    }

    private static Parsed<Limits> limitsOfToml(RawValue value) {
        if (!(value instanceof RawValue.Table table)) {
            return Types.wrongType(value, "a table, { nofile = \"1024:4096\", core = \"unlimited\" }");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, RawValue> entry : table.values().entrySet()) {
            if (entry.getValue() instanceof RawValue.Text text) {
                texts.put(entry.getKey(), text.text());
            } else if (entry.getValue() instanceof RawValue.Whole whole) {
                texts.put(entry.getKey(), Long.toString(whole.number()));
            } else {
                return Types.wrongType(
                        entry.getValue(), "the limit " + entry.getKey() + " as a number or as \"soft:hard\"");
            }
        }
        return limits(texts);
    }

    private static Parsed<Limits> limits(Map<String, String> texts) {
        Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            Optional<Resource> resource = Resource.of(entry.getKey());
            if (resource.isEmpty()) {
                return Parsed.bad(
                        "there is no limit " + PythonText.quoteBriefly(entry.getKey()),
                        NearName.of(entry.getKey(), Resource.words())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("write one of " + String.join(", ", Resource.words())));
            }
            Parsed<Limit> limit = limit(resource.get(), entry.getValue());
            if (limit instanceof Parsed.Bad<Limit> bad) {
                return Parsed.bad(bad.what(), bad.advice());
            }
            limits.put(resource.get(), ((Parsed.Good<Limit>) limit).value());
        }
        return Parsed.good(new Limits(limits));
    }

    private static Parsed<Limit> limit(Resource resource, String text) {
        String[] ends = text.split(":", -1);
        OptionalLong soft = number(resource, ends[0]);
        OptionalLong hard = number(resource, ends[ends.length - 1]);
        String what = "the limit " + resource.word() + " = " + PythonText.quoteBriefly(text);
        if (ends.length > 2 || soft.isEmpty() || hard.isEmpty()) {
            String example = resource.unit() == Resource.Unit.BYTES ? "50MB" : "1024";
            return Parsed.bad(
                    what + " is none",
                    "write a number, soft:hard or unlimited, such as " + example + " or " + example + ":unlimited");
        }
        if (Long.compareUnsigned(soft.getAsLong(), hard.getAsLong()) > 0) {
            return Parsed.bad(what + " has its soft limit above its hard one", "write the smaller number first");
        }
        if (resource == Resource.NOFILE && Long.compareUnsigned(soft.getAsLong(), NOFILE_MIN) < 0) {
            return Parsed.bad(what + " is too little to load any program", "write at least " + NOFILE_MIN);
        }
        return Parsed.good(new Limit(soft.getAsLong(), hard.getAsLong()));
    }

    private static OptionalLong number(Resource resource, String text) {
        if (PythonText.strip(text).equals("unlimited")) {
            return OptionalLong.of(Limit.UNLIMITED);
        }
        OptionalLong number = resource.unit() == Resource.Unit.BYTES ? Numbers.bytes(text) : Numbers.whole(text);
        return number.isPresent() && number.getAsLong() >= 0 ? number : OptionalLong.empty();
    }
}
