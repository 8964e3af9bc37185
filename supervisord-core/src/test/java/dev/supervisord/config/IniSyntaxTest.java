package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INI files line by line: what Python's RawConfigParser makes of them, and what is said about doubtful ones. */
class IniSyntaxTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "a;b c#d -> -1",
                "kept ; dropped -> 5",
                "kept # dropped -> 5",
                "'a ; b' -> 2",
                "; whole line -> 0",
                "   # whole line -> 0",
                "a # b ; c -> 2",
                "a ; b # c -> 2",
                "x;y ; z -> 4",
                "x;y # z ; w -> 4",
            })
    void aCommentBeginsAfterABlankEvenInsideQuotes(String line, int start) {
        assertEquals(start, IniFile.commentStart(line));
    }

    @Test
    void aCommentThatCutsAQuotationInTwoIsTold() {
        Reading.ini("[program:p]\ncommand=sh -c 'cd /srv ; run'\n")
                .warns(
                        "/etc/main.conf:3: a comment begins inside the quotation marks, at \"; run'\"",
                        "remove the blank before ;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "sh -c 'a' -> ; 'b' -> false",
                "sh -c 'a -> ; b' -> true",
                "sh -c \"a -> # b' -> false",
                "sh -c \"a\\\" -> # b\" -> true",
                "echo \\' -> ; '' -> false",
                "don't -> ; a word -> false",
            })
    void aQuotationIsCutThatIsOpenBeforeTheCommentAndClosedInIt(String before, String comment, boolean cut) {
        assertEquals(cut, CutQuote.isIn(before, comment));
    }

    @Test
    void signsOfCommentsAreLookedForInStepAsPythonDoes() {
        // The second ';' begins a comment, but the '#' far behind is found in the first round.
        assertEquals(12, IniFile.commentStart("a;b ; c d e # f"));
    }

    @Test
    void keysAreLowerCasedAndSeparatedByEitherSign() {
        Reading read = Reading.ini("[program:p]\nCOMMAND : /bin/cat x=y\nAutoStart = FALSE\nstartsecs:5\n");

        assertEquals(List.of("/bin/cat", "x=y"), read.argv("p"));
        assertFalse(read.process("p").start().auto());
        assertEquals(5, read.process("p").start().settle().toSeconds());
    }

    @Test
    void indentedLinesContinueAValueOverEmptyLinesAndComments() {
        Reading read =
                Reading.ini("[program:p]\ncommand=/bin/cat\n  a\n\n  ; no part of it\n\tb ; nor this\nstartsecs=0\n");

        assertEquals(List.of("/bin/cat", "a", "b"), read.argv("p"));
    }

    @Test
    void windowsAndOldMacLineEndsAndAByteOrderMarkAreAccepted() {
        FakeMachine machine = new FakeMachine();
        Reading crlf = Reading.raw(machine, "\ufeff[supervisord]\r\n[program:p]\r\ncommand=/bin/cat\r\n  a\r\n");
        Reading cr = Reading.raw(machine, "[supervisord]\r[program:p]\rcommand=/bin/cat b\r");

        assertEquals(List.of("/bin/cat", "a"), crlf.argv("p"));
        assertEquals(List.of("/bin/cat", "b"), cr.argv("p"));
    }

    @Test
    void noBreakBlanksOfCopiedTextCountAsBlanks() {
        Reading read = Reading.ini("[program:p]\ncommand\u00a0=\u00a0/bin/cat\n\u00a0\u00a0a\n");

        assertEquals(List.of("/bin/cat", "a"), read.argv("p"));
    }

    @Test
    void repeatedSectionsAndKeysMergeAndTheLastWins() {
        Reading read =
                Reading.ini("[program:p]\ncommand=/bin/cat one\nautostart=false\n[program:p]\ncommand=/bin/cat two\n");

        assertEquals(List.of("/bin/cat", "two"), read.argv("p"));
        assertFalse(read.process("p").start().auto());
        read.warns(Reading.INI + ":5: ", "[program:p] is written a second time, after /etc/main.conf:2");
        read.warns("/etc/main.conf:6: [program:p] command: is set a second time, after line 3");
    }

    @Test
    void keysOfDefaultCountInEverySectionThatKnowsThem() {
        Reading read = Reading.ini(
                "[DEFAULT]\nautostart=false\n[program:p]\ncommand=/bin/cat\n[program:q]\ncommand=/bin/cat\nautostart=true\n");

        assertFalse(read.process("p").start().auto());
        assertTrue(read.process("q").start().auto());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void allBadLinesAreReportedAtOnceWithTheirNumbers() {
        Reading read = Reading.ini("[program:x]\ncommand=/bin/cat\njust some words\n=nothing\n");

        read.refused("/etc/main.conf:4: ", "parsing errors", "'just some words'", "write KEY = VALUE");
        read.refused("/etc/main.conf:5: ", "parsing errors", "no key");
    }

    @Test
    void aFileWithoutASectionHeaderIsRefusedWithItsFirstLine() {
        Reading.raw(new FakeMachine(), "command=/bin/cat\n[supervisord]\n")
                .refused("/etc/main.conf:1: ", "section header", "'command=/bin/cat'", "[program:NAME]");
    }

    @Test
    void aHeaderMayBeFollowedByTextThatIsIgnoredButNotSilently() {
        Reading.ini("[program:p] junk\ncommand=/bin/cat\n")
                .warns(":2: what follows ] in '[program:p] junk' is ignored");
    }

    @Test
    void anUnknownKeyIsIgnoredWithTheNearestKnownOne() {
        Reading.ini("[program:p]\ncommand=/bin/cat\naurorestart=true\n")
                .warns("/etc/main.conf:4: [program:p] aurorestart: ", "ignored", "did you mean autorestart?");
    }

    @Test
    void aKeyOfAnotherSectionIsSaidToBelongThere() {
        Reading.ini("[program:p]\ncommand=/bin/cat\nloglevel=info\n").warns("loglevel", "kind supervisord");
    }

    @Test
    void anUnknownSectionIsIgnoredWithTheNearestKnownOne() {
        Reading read = Reading.ini("[Program:q]\ncommand=/bin/cat\n[program:p]\ncommand=/bin/cat\n[unknown:x]\na=1\n");

        assertEquals(List.of("p"), read.names());
        read.warns("/etc/main.conf:2: ", "[Program:q]", "ignored", "write [program:q]");
        read.warns("[unknown:x]", "ignored");
    }

    @Test
    void aKeyIndentedByAccidentIsPointedOut() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\n  directory=/tmp\n");

        assertEquals(List.of("/bin/cat", "directory=/tmp"), read.argv("p"));
        read.warns("/etc/main.conf:4: ", "'directory='", "belongs to the value of command");
    }

    @Test
    void aLineThatABackslashWasMeantToContinueIsToldToBeIndented() {
        Reading.ini("[program:p]\ncommand=/usr/bin/uwsgi \\\n--die-on-term \\\n-w app:app\n")
                .refused("/etc/main.conf:4: ", "parsing errors", "'--die-on-term \\\\'", "indent this line");
        Reading.ini("[program:p]\ncommand=/bin/cat \\\n--http=:8000\n")
                .warns("/etc/main.conf:4: ", "ends in a backslash", "indent this line");
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedWithTheLine() {
        byte[] text = "[supervisord]\n[program:p]\ncommand=/bin/é\n".getBytes(StandardCharsets.ISO_8859_1);

        Reading.of(new FakeMachine().bytes(Reading.INI, text), Reading.INI)
                .refused("/etc/main.conf:3: ", "not encoded in UTF-8");
    }

    @Test
    void aFileThatIsMissingOrADirectoryIsRefusedByName() {
        Reading.of(new FakeMachine(), "/etc/absent.conf").refused("/etc/absent.conf: ", "no such file");
        Reading.of(new FakeMachine(), "/tmp").refused("/tmp: ", "it is a directory");
    }
}
