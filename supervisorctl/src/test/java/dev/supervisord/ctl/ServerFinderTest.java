package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFinderTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private int uid = 4711;

    private Path write(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private ServerAddress find(String... arguments) throws UsageException {
        return ServerFinder.find(
                Options.parse(arguments),
                new Surroundings(environment, directory, directory.resolve("machine/etc"), () -> uid));
    }

    private String socket(String... arguments) throws UsageException {
        return ((Target.Unix) find(arguments).target()).socket().toString();
    }

    private String problem(String... arguments) {
        return assertThrows(UsageException.class, () -> find(arguments)).problem();
    }

    @Test
    void theOptionComesFirstThenTheEnvironmentThenTheFile() throws IOException, UsageException {
        write("supervisord.conf", "[supervisorctl]", "serverurl=unix:///of/the/file");
        assertEquals("/of/the/file", socket());
        environment.put("CTL_SERVER", "unix:///of/the/environment");
        assertEquals("/of/the/environment", socket());
        assertEquals("/of/the/option", socket("-s", "unix:///of/the/option"));
    }

    @Test
    void filesAreLookedForInOrder() throws IOException, UsageException {
        write("machine/etc/supervisor/supervisord.conf", "[supervisorctl]", "serverurl=unix:///6");
        assertEquals("/6", socket());
        write("machine/etc/supervisord.conf", "[supervisorctl]", "serverurl=unix:///5");
        assertEquals("/5", socket());
        write("machine/etc/supervisord/supervisord.toml", "[supervisorctl]", "serverurl = 'unix:///4'");
        assertEquals("/4", socket());
        write("etc/supervisord.conf", "[supervisorctl]", "serverurl=unix:///below");
        assertEquals("/below", socket());
        write("supervisord.conf", "[supervisorctl]", "serverurl=unix:///3");
        assertEquals("/3", socket());
        write("supervisord.toml", "[supervisorctl]", "serverurl = \"unix:///2\"");
        assertEquals("/2", socket());
        environment.put(
                "SUPERVISORD_CONFIG",
                write("x", "[supervisorctl]", "serverurl=unix:///1").toString());
        assertEquals("/1", socket());
        assertEquals(
                "/0",
                socket(
                        "-c",
                        write("y", "[supervisorctl]", "serverurl=unix:///0").toString()));
    }

    @Test
    void aDaemonAtTheDefaultSocketIsPreferredToAnInstalledSupervisor() throws IOException, UsageException {
        write("machine/etc/supervisor/supervisord.conf", "[supervisorctl]", "serverurl=unix:///supervisors");
        environment.put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
        assertEquals("/supervisors", socket());
        Path listening = write("run/supervisord/supervisord.sock", "stands for a socket");
        assertEquals(listening.toString(), socket());
        write("machine/etc/supervisord/supervisord.toml", "[supervisorctl]", "serverurl = 'unix:///ours'");
        assertEquals("/ours", socket());
    }

    @Test
    void withoutAnythingItIsTheDefault() throws IOException, UsageException {
        assertEquals("/tmp/supervisord-4711/supervisord.sock", socket());
        environment.put("XDG_RUNTIME_DIR", "/run/user/4711");
        assertEquals("/run/user/4711/supervisord/supervisord.sock", socket());
        uid = 0;
        assertEquals("/run/supervisord/supervisord.sock", socket());
        Path file = write("s.toml", "[program.x]", "command = 'cat'");
        assertEquals("/run/supervisord/supervisord.sock", socket("-c", file.toString()));
    }

    @Test
    void supervisorsIniIsRead() throws IOException, UsageException {
        environment.put("RUN", "/run/x");
        Path file = write(
                "c.conf",
                "; a comment",
                "[unix_http_server]",
                "file=/not/this",
                "[supervisorctl] ; the client",
                "ServerURL : unix://%(ENV_RUN)s/100%%-%(here)s/s.sock ; after white space",
                "username = me;too",
                "password=s3%%cret",
                "\tserverurl=unix:///goes/on/with/the/password",
                "[program:x]",
                "command=x",
                "  serverurl=unix:///is/part/of/the/command");
        ServerAddress found = find("-c", file.toString());
        assertEquals(
                "/run/x/100%-" + directory + "/s.sock",
                ((Target.Unix) found.target()).socket().toString());
        assertEquals("unix:///run/x/100%-" + directory + "/s.sock", found.url());
        assertEquals("me;too", found.username());
        assertEquals("s3%cret", found.password());
        assertEquals("you", find("-c", file.toString(), "-u", "you").username());
    }

    @Test
    void theUrlOfTheFilesOwnHttpServerMeansItsSocket() throws IOException, UsageException {
        String[] client = {
            "[supervisorctl]", "serverurl=http://127.0.0.1:9001", "[unix_http_server]", "file=/run/x.sock"
        };
        Path remote = write("remote.conf", client);
        assertTrue(problem("-c", remote.toString()).contains("cannot use http://127.0.0.1:9001"));
        Path own = write("own.conf", String.join("\n", client), "[inet_http_server]", "port=9001");
        assertEquals("/run/x.sock", socket("-c", own.toString()));
    }

    @Test
    void theShellsPromptIsReadFromTheFile() throws IOException, UsageException {
        Path file = write("c.conf", "[supervisorctl]", "serverurl=unix:///x", "prompt=%(ENV_SHOP)s");
        environment.put("SHOP", "shop");
        assertEquals("shop", find("-c", file.toString()).prompt());
    }

    @Test
    void theServersSectionOfAnIniFileWillDo() throws IOException, UsageException {
        Path file = write("c.conf", "[unix_http_server]", "file = %(here)s/s.sock", "[supervisorctl]");
        assertEquals(directory + "/s.sock", socket("-c", file.toString()));
        file = write("c.conf", "[supervisord]", "runtime_dir=/run/x", "[unix_http_server]");
        assertEquals("/run/x/supervisord.sock", socket("-c", file.toString()));
    }

    @Test
    void tomlIsLookedThrough() throws IOException, UsageException {
        Path file = write(
                "etc/c.toml",
                "[program.a]",
                "command = \"\"\"",
                "[supervisord]",
                "socket = \"/in/a/text\"",
                "\"\"\"",
                "[supervisord] # the daemon",
                "runtime_dir = \"run\"",
                "socket = '''no",
                "'''",
                "[[x]]",
                "[supervisorctl]",
                "username = \"m\\\"e\" # who",
                "password = 's3\\cret'",
                "n = 5");
        ServerAddress found = find("-c", file.toString());
        assertEquals(
                directory + "/etc/run/supervisord.sock",
                ((Target.Unix) found.target()).socket().toString(),
                "relative to the file");
        assertEquals("m\"e", found.username());
        assertEquals("s3\\cret", found.password());
        file = write("c.toml", "[supervisord]", "socket = '%(here)s/a.sock'", "runtime_dir = '/run'");
        assertEquals(directory + "/a.sock", socket("-c", file.toString()));
        file = write("c.toml", "[unix_http_server]", "file = \"../b.sock\"");
        assertEquals(directory.resolveSibling("b.sock").toString(), socket("-c", file.toString()));
    }

    @Test
    void anOptionForTheServerKeepsTheLoginOfTheFile() throws IOException, UsageException {
        Path file = write("c.conf", "[supervisorctl]", "username=me", "password=pw");
        assertEquals(
                new ServerAddress(new Target.Unix(Path.of("/x")), Credentials.NONE, "me", "pw", "supervisor"),
                find("-c", file.toString(), "-s", "unix:///x"));
        Path bare = write("d.conf", "[supervisord]");
        assertEquals("/x", socket("-c", bare.toString(), "-s", "unix:///x"), "needs no section then");
    }

    @ParameterizedTest
    @CsvSource({
        "bogus, invalid value for -s 'bogus': value 'bogus' is not a URL",
        "unix://, invalid value for -s 'unix://': value 'unix://' is not a URL",
        "http://127.0.0.1:9001, cannot use http://127.0.0.1:9001: this client speaks gRPC; not HTTP; write"
                + " unix:///PATH; or HOST:PORT of the daemon's [control]",
    })
    void otherServersAreRefused(String url, String message) {
        assertEquals(message.replace("gRPC;", "gRPC,").replace("PATH;", "PATH,"), problem("-s", url));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///x, unix:///x",
        "unix:/x, unix:///x",
        "ci.example:9001, tls://ci.example:9001",
        "tls://10.0.0.1:9001, tls://10.0.0.1:9001",
        "[::1]:9001, tls://[::1]:9001",
        "tcp://127.0.0.1:9001, tcp://127.0.0.1:9001",
    })
    void daemonsOnOtherMachinesAreNamedByHostAndPort(String written, String shown) throws UsageException {
        assertEquals(shown, find("-s", written).url());
        assertEquals(shown, find("--server=" + written).url());
    }

    @Test
    void whatIsShownToADaemonComesFromOptionsOrTheEnvironment() throws IOException, UsageException {
        Path file = write("token", "abc");
        environment.put("CTL_TOKEN", "of the environment");
        environment.put("CTL_CA", "/ca.pem");
        assertEquals(
                new Credentials("/ca.pem", null, null, "of the environment"),
                find("-s", "h:1").credentials());
        assertEquals(
                "abc",
                find("-s", "h:1", "--token-file", file.toString()).credentials().token());
        assertEquals(
                "/own.pem", find("-s", "h:1", "--ca", "/own.pem").credentials().ca());
        assertTrue(problem("-s", "h:1", "--cert", "/c.pem").contains("give both --cert and --key"));
        assertEquals(Credentials.NONE, find("-s", "unix:///x").credentials());
    }

    @Test
    void filesThatCannotBeUsedAreRefused() throws IOException, UsageException {
        assertEquals(
                "could not find config file /nonexistent.conf", problem("-c", "/nonexistent.conf", "-s", "unix:///x"));
        Path bare = write("d.conf", "[supervisord]");
        assertEquals(".ini file does not include supervisorctl section", problem("-c", bare.toString()));
        Path wrong = write("e.conf", "[supervisorctl]", "serverurl=unix://%(nope)s/x");
        assertEquals(
                "cannot expand %(nope)s/x in serverurl of " + wrong
                        + ": only %(here)s and %(ENV_NAME)s of variables that are set are known here",
                problem("-c", wrong.toString()));
        Path http = write("f.conf", "[supervisorctl]", "serverurl=http://localhost:9001");
        assertEquals(
                2,
                Ctl.run(directory, Map.of(), "", "-c", http.toString(), "status")
                        .code());
        assertEquals(
                Result.of(2)
                        .withError(
                                "Error: could not find config file /nonexistent.conf",
                                "For help, use supervisorctl -h"),
                Ctl.run(directory, Map.of(), "", "-c", "/nonexistent.conf", "status"));
    }

    @Test
    void aNamedServerHasCertificatesOfItsOwn() throws IOException, UsageException {
        environment.put("HOME", directory.toString());
        write("tokens/ci", "abc");
        Path file = write(
                ".config/supervisorctl/config.toml",
                "[server.prod]",
                "url = \"prod.example:9001\"",
                "ca = \"ca.pem\"",
                "cert = \"/etc/ctl.pem\"",
                "key = '~/ctl.key'",
                "[server.ci]",
                "url = \"ci.example:9001\"",
                "token_file = \"../../tokens/ci\"",
                "[server.typo]",
                "url = \"typo.example:9001\"",
                "certificate = \"ctl.pem\"");
        assertEquals(
                new Credentials(file.resolveSibling("ca.pem").toString(), "/etc/ctl.pem", directory + "/ctl.key", null),
                find("-s", "prod").credentials());
        assertEquals(
                "/own.pem", find("-s", "prod", "--ca", "/own.pem").credentials().ca());
        assertEquals("tls://prod.example:9001", find("-s", "prod").url());
        assertEquals("abc", find("-s", "ci").credentials().token());
        assertEquals(
                "cannot use the server typo of " + file
                        + ": unknown key certificate; write url, ca, cert, key, token_file",
                problem("-s", "typo"));
    }

    @Test
    void aServerMayHaveANameOfTheUsers() throws IOException, UsageException {
        environment.put("HOME", directory.toString());
        write(
                ".config/supervisorctl/config.toml",
                "[server.prod]",
                "url = \"unix:///prod\"",
                "[server.test]",
                "url = 'unix:/t'");
        assertEquals("/prod", socket("--server", "prod"));
        environment.put("CTL_SERVER", "test");
        assertEquals("/t", socket());
        assertEquals(
                "there is no server live in " + directory.resolve(".config/supervisorctl/config.toml")
                        + "; it has prod, test",
                problem("-s", "live"));
        environment.put("XDG_CONFIG_HOME", directory.resolve("xdg").toString());
        write("xdg/supervisorctl/config.toml", "[server.prod]", "url = 'unix:///other'");
        assertEquals("/other", socket("-s", "prod"));
    }
}
