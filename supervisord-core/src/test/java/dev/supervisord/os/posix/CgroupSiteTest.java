package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.CgroupSupport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a daemon may make cgroups, by the place that it is in. */
class CgroupSiteTest {

    private static final CgroupRoot AUTO = new CgroupRoot.Auto();
    private static final String OUTER = CgroupName.ofDaemon("/run/outer");

    @TempDir
    Path directory;

    private CgroupTree tree;

    @BeforeEach
    void plant() throws IOException {
        tree = new CgroupTree(directory, "cpu memory pids");
    }

    private Path base(String cgroup, boolean systemd) throws IOException {
        tree.cgroup(cgroup);
        CgroupSite site = tree.siteIn(cgroup, AUTO, systemd);
        assertEquals(Optional.empty(), site.refusal());
        return tree.mount().relativize(site.base());
    }

    private String refusal(CgroupSite site) {
        return site.support().refusal().orElseThrow();
    }

    private void delegate(Path cgroup) throws IOException {
        UserDefinedFileAttributeView attributes =
                Files.getFileAttributeView(cgroup, UserDefinedFileAttributeView.class);
        try {
            attributes.write("delegate", ByteBuffer.wrap(new byte[] {'1'}));
        } catch (IOException unsupported) {
            assumeTrue(false, "this file system has no attributes of users: " + unsupported);
        }
    }

    @Test
    void withoutSystemdADaemonDividesItsOwn() throws IOException {
        assertEquals(Path.of(""), base("", false));
        assertEquals(Path.of("box"), base("box", false));
        assertTrue(tree.siteIn("", AUTO, false).isRoot());
        assertFalse(tree.siteIn("box", AUTO, false).isRoot());
        assertEquals(
                CgroupSupport.of(Set.of("cpu", "memory", "pids")),
                tree.siteIn("box", AUTO, false).support());
    }

    @Test
    void aCgroupOfVersionOneIsNone() throws IOException {
        Path old = tree.cgroup("old");
        Files.delete(old.resolve("cgroup.controllers"));
        CgroupSite site = tree.siteIn("", new CgroupRoot.At(old), false);
        assertEquals(old + " is no cgroup of version 2", refusal(site));
    }

    @Test
    void whatIsSystemdsIsLeftAlone() throws IOException {
        tree.cgroup("system.slice/sv.service");
        assertTrue(refusal(tree.siteIn("system.slice/sv.service", AUTO, true)).contains("no Delegate=yes"));
    }

    @Test
    void aDelegatedUnitIsDividedAndHasLimitsWhereTheDaemonIsInASubgroup() throws IOException {
        delegate(tree.cgroup("sv.service"));
        assertEquals(Path.of("sv.service"), base("sv.service/supervisor", true));
        assertEquals(
                Optional.empty(),
                tree.siteIn("sv.service/supervisor", AUTO, true).support().refusal(CgroupLimit.MEMORY_MAX));

        CgroupSite whole = tree.siteIn("sv.service", AUTO, true);
        assertEquals(Optional.empty(), whole.refusal());
        assertTrue(
                whole.support().refusal(CgroupLimit.MEMORY_MAX).orElseThrow().contains("DelegateSubgroup=supervisor"));
    }

    @Test
    void aSupervisordInTheCgroupOfAProgramDividesThatOne() throws IOException {
        String program = "sv.service/" + OUTER + "/inner:inner";
        tree.cgroup(program);
        assertEquals(Path.of(program), base(program, true));
        assertEquals(Path.of(program), base(program + "/supervisord-00000001/supervisor", true));
    }

    @Test
    void aDaemonThatHasMovedDividesTheSameAsBefore() throws IOException {
        tree.cgroup("box");
        assertEquals(Path.of("box"), base("box/" + OUTER + "/supervisor", false));
    }

    @Test
    void aDirectoryMayBeGiven() throws IOException {
        Path given = tree.cgroup("given");
        CgroupSite site = tree.siteIn("elsewhere", new CgroupRoot.At(given), true);
        assertEquals(Optional.empty(), site.refusal());
        assertEquals(given, site.base());
        assertTrue(refusal(tree.siteIn("", new CgroupRoot.At(directory), true)).contains("is no cgroup"));
        assertEquals("cgroup_root is none", refusal(tree.siteIn("", new CgroupRoot.Nowhere(), false)));
    }

    @Test
    void aMissingControllerIsNamed() throws IOException {
        assertTrue(tree.siteIn("", AUTO, false)
                .support()
                .refusal(CgroupLimit.IO_WEIGHT)
                .orElseThrow()
                .contains("controller 'io'"));
    }
}
