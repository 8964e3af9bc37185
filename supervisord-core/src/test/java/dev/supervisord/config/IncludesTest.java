package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.CgroupSupport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Included files: which are read, in which order, and where their paths start. */
class IncludesTest {

    @Test
    void patternsAreRelativeToTheFileAndMayExpand() {
        FakeMachine machine = new FakeMachine()
                .variable("ROOT", "/srv")
                .file("/etc/conf.d/b.conf", "[program:b]\ncommand=/bin/cat\n")
                .file("/etc/conf.d/a.conf", "[program:a]\ncommand=/bin/cat\n")
                .file("/etc/conf.d/ignored.ini", "[program:ignored]\ncommand=/bin/cat\n")
                .file("/etc/more/c.conf", "[program:c]\ncommand=/bin/cat\n")
                .file("/srv/env/d.conf", "[program:d]\ncommand=/bin/cat\n");
        Reading read = Reading.ini(
                machine, "[include]\nfiles = conf.d/*.conf %(here)s/more/[c-z].conf\n  %(ENV_ROOT)s/env/*.conf\n");

        assertEquals(List.of("a", "b", "c", "d"), read.names());
        assertEquals(
                List.of(
                        "/etc/main.conf",
                        "/etc/conf.d/a.conf",
                        "/etc/conf.d/b.conf",
                        "/etc/more/c.conf",
                        "/srv/env/d.conf"),
                read.result().files().stream().map(Path::toString).toList());
    }

    @Test
    void aFileThatSeveralPatternsFitIsReadOnce() {
        FakeMachine machine = new FakeMachine().file("/etc/conf.d/a.conf", "[program:a]\ncommand=/bin/cat\n");
        Reading read = Reading.ini(machine, "[include]\nfiles = conf.d/*.conf conf.d/a.conf ../etc/main.conf\n");

        assertEquals(List.of("a"), read.names());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void aPatternWithoutMatchesIsAWarning() {
        Reading read = Reading.ini("[program:p]\ncommand=/bin/cat\n[include]\nfiles = nothing/*.conf,other/*.conf\n");

        read.warns(
                "[include] files:", "No file matches via include \"/etc/nothing/*.conf,other/*.conf\"", "not commas");
    }

    @Test
    void hereIsTheDirectoryOfTheFileThatWritesIt() {
        FakeMachine machine = new FakeMachine()
                .file("/srv/inc/10.conf", "[program:p]\ncommand=/bin/cat ten\ndirectory=%(here)s\n")
                .file("/srv/inc/20.conf", "[program:p]\ncommand=/bin/cat twenty %(here)s\n");
        Reading read = Reading.ini(machine, "[include]\nfiles=/srv/inc/*.conf /srv/inc/none*.x\n");

        assertEquals(List.of("/bin/cat", "twenty", "/srv/inc"), read.argv("p"));
        assertEquals(Optional.of(Path.of("/srv/inc")), read.process("p").directory());
        read.warns("/srv/inc/20.conf:1:", "[program:p] is written a second time, after /srv/inc/10.conf:1");
    }

    @Test
    void anIncludedFileMayOverrideTheDaemonsSection() {
        FakeMachine machine = new FakeMachine().file("/etc/x.conf", "[supervisord]\nidentifier=other\n");
        Reading read = Reading.ini(machine, "identifier=first\n[include]\nfiles=x.conf\n");

        assertEquals("other", read.plan().daemon().identifier());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void anIncludedFileIncludesNothing() {
        FakeMachine machine = new FakeMachine()
                .file("/etc/x.conf", "[include]\nfiles=y.conf\n")
                .file("/etc/y.conf", "[program:y]\ncommand=/bin/cat\n");
        Reading read = Reading.ini(machine, "[include]\nfiles=x.conf none.conf\n");

        assertEquals(List.of(), read.names());
        read.warns("/etc/x.conf:2: [include] files:", "included file is ignored");
        read.warns("/etc/main.conf:3: [include] files:", "No file matches via include \"/etc/none.conf\"");
    }

    @Test
    void aLinkToNothingIsLeftOutWithAWarning(@TempDir Path directory) throws Exception {
        Files.createSymbolicLink(directory.resolve("gone.conf"), Path.of("nothing"));
        Files.writeString(directory.resolve("here.conf"), "[program:here]\ncommand=/bin/cat\n");
        Path main = Files.writeString(directory.resolve("main"), "[supervisord]\n[include]\nfiles=*.conf\n");
        LocalMachine machine = new LocalMachine(
                Map.of(),
                directory,
                name -> Optional.empty(),
                name -> Optional.empty(),
                name -> Optional.empty(),
                root -> CgroupSupport.of(Set.of()));
        Reading read = new Reading(ConfigReader.read(main, machine));

        assertEquals(List.of("here"), read.names());
        read.warns("gone.conf is a link to nothing and is left out");
    }

    @Test
    void aDirectoryIsLeftOutWithAWarning() {
        FakeMachine machine = new FakeMachine().directory("/etc/conf.d/sub");
        Reading.ini(machine, "[include]\nfiles=conf.d/*\n").warns("/etc/conf.d/sub is a directory");
    }

    @Test
    void aBrokenIncludedFileIsNamed() {
        FakeMachine machine = new FakeMachine().file("/etc/z.conf", "[program:bad]\nno separator here\n");
        Reading.ini(machine, "[include]\nfiles=z.conf\n").refused("/etc/z.conf:2:", "'no separator here'");
    }

    @Test
    void brokenTomlDoesNotHideBehindItsConsequences() {
        FakeMachine machine = new FakeMachine().file("/etc/x.toml", "[program.x]\ncommand = \"\n");
        Reading read = Reading.ini(machine, "[group:g]\nprograms=x\n[include]\nfiles=x.toml\n");

        assertEquals(1, read.errors().size(), read.errors()::toString);
        read.refused("/etc/x.toml:2: column 12: the string is not closed");
    }

    @Test
    void theRealMachineFindsFilesByPattern(@TempDir Path directory) throws Exception {
        for (String name : List.of("a/x.conf", "b/x.conf", "b/y.conf", ".hidden/x.conf", "c.conf")) {
            Path file = directory.resolve(name);
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
            Files.writeString(file, "[program:" + name.replace('/', '-') + "]\ncommand=/bin/cat\n");
        }
        LocalMachine machine = new LocalMachine(
                Map.of(),
                directory,
                name -> Optional.empty(),
                name -> Optional.empty(),
                name -> Optional.empty(),
                root -> CgroupSupport.of(Set.of()));

        assertEquals(
                List.of(directory.resolve("a/x.conf"), directory.resolve("b/x.conf")),
                machine.glob(directory + "/*/x.conf"));
        assertEquals(List.of(directory.resolve("b/y.conf")), machine.glob(directory + "/[!a]/[y-z].co?f"));
        assertEquals(List.of(directory.resolve(".hidden/x.conf")), machine.glob(directory + "/.h*/*"));
        assertEquals(List.of(), machine.glob(directory + "/none/*"));
        assertTrue(machine.isDirectory(directory) && machine.exists(directory.resolve("c.conf")));
        assertTrue(!machine.hostName().isEmpty());

        Path main =
                Files.writeString(directory.resolve("main.conf"), "[supervisord]\n[include]\nfiles=b/*.conf c.conf\n");
        assertEquals(List.of("b-x.conf", "b-y.conf", "c.conf"), new Reading(ConfigReader.read(main, machine)).names());
    }
}
