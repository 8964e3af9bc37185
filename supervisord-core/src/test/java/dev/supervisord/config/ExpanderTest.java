package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expansions: everything Python's {@code %} does with what can occur, and advice for what it refuses. */
class ExpanderTest {
    private static final Names NAMES = Names.of(Map.of("HOME", "/root", "SECRET", "hunter2"))
            .with("program_name", "web")
            .with("process_num", 7)
            .with("numprocs", 12)
            .with("below", -42)
            .with("letter", 65)
            .with("huge", 12345678);

    private final List<String> doubts = new ArrayList<>();

    private Parsed<String> expand(String text) {
        return new Expander(NAMES, Path.of("/here"), (what, advice) -> doubts.add(what + "; " + advice)).expand(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain->plain",
                "100%%->100%",
                "%%d->%d",
                "%(program_name)s->web",
                "%(here)s/x->/here/x",
                "%(ENV_HOME)s->/root",
                "%(process_num)d%(process_num)i%(process_num)u->777",
                "%(process_num)s->7",
                "%(process_num)02d->07",
                "80%(process_num)02d->8007",
                "%(numprocs)x|%(numprocs)X|%(numprocs)o->c|C|14",
                "%(numprocs)#x|%(numprocs)#o->0xc|0o14",
                "%(process_num)5d|%(process_num)-5d|->    7|7    |",
                "%(process_num)+d|%(process_num) d->+7| 7",
                "%(process_num)05.3d|%(process_num).3d->00007|007",
                "%(below)05d|%(below)x->-0042|-2a",
                "%(program_name)5s|%(program_name)-5s|->  web|web  |",
                "%(program_name).2s->we",
                "%(process_num)02s-> 7",
                "%(process_num)f|%(process_num).1f->7.000000|7.0",
                "%(process_num)e|%(numprocs)E->7.000000e+00|1.200000E+01",
                "%(process_num)g|%(huge)g|%(huge).3g->7|1.23457e+07|1.23e+07",
                "%(letter)c->A",
                "%(process_num)ld->7",
                "%(program_name)ls->web",
            })
    void printsAsPythonDoes(String text, String expanded) {
        assertEquals(Parsed.good(expanded), expand(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "50% -> incomplete format; write %% for a percent sign",
                "date +%Y -> '%Y' is badly formatted",
                "hello-world%(process_num) -> '%(process_num)' is badly formatted: incomplete format; write %(process_num)d",
                "%(program_name).log -> %o is for numbers, and this is text",
                "%(program_name)_x.log -> unsupported format character '_'; write %(program_name)s",
                "%(program_name)/x.log -> unsupported format character '/'",
                "%(program_name)d -> %d is for numbers, and this is text; write %(program_name)s",
                "%(process_num)*d -> unsupported format character '*'",
                "%(program_name -> incomplete format key",
                "%(process_num)% -> unsupported format character '%'",
                "%(program_nam)s -> contains names ('program_nam') which cannot be expanded; did you mean program_name?",
                "%(a(b)c)s -> contains names ('a(b)c')",
                "%(ENV_HOM)s -> did you mean %(ENV_HOME)s?",
                "%(process_num)99999d -> more than 1000 characters",
            })
    void refusesWithAdvice(String text, String message) {
        Parsed.Bad<String> bad = Refusal.of(expand(text));
        String whole = bad.what() + "; " + bad.advice();
        assertTrue(whole.contains(message), whole);
    }

    @Test
    void aBarePercentSNeverPrintsTheEnvironment() {
        Parsed.Bad<String> bad = Refusal.of(expand("/x/%s.log"));

        assertTrue(bad.what().contains("'%s' is badly formatted"), bad.what());
        assertTrue(bad.advice().contains("%(NAME)s"), bad.advice());
    }

    @Test
    void aRefusalNeitherListsTheEnvironmentNorShowsItsValues() {
        Parsed.Bad<String> bad = Refusal.of(expand("%(ENV_NOPE)s"));

        assertFalse((bad.what() + bad.advice()).contains("SECRET"), bad.advice());
        assertFalse((bad.what() + bad.advice()).contains("hunter2"), bad.advice());
        assertTrue(bad.advice().contains("set the variable NOPE"), bad.advice());
    }

    @Test
    void anExpansionThatEatsLettersIsMadeButPointedOut() {
        assertEquals(Parsed.good("/log/webtdout.log"), expand("/log/%(program_name)-stdout.log"));
        assertEquals(
                List.of(
                        "%(program_name)-s is a whole expansion, so only 'tdout' is left of the word after it; if that is"
                                + " not meant, write %(program_name)s-stdout"),
                doubts);
    }

    @Test
    void whatIsMeantIsNotPointedOut() {
        assertEquals(Parsed.good("web     .log"), expand("%(program_name)-8s.log"));
        assertEquals(Parsed.good("07th"), expand("%(process_num)02dth"));
        assertEquals(List.of(), doubts);
    }
}
