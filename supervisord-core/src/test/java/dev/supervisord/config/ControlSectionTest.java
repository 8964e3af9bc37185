package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.AccessToken;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may control the daemon, as it is configured. */
class ControlSectionTest {
    private static final String DIGEST = "0a".repeat(32);

    private static final String INI = """
            audit_log=/tmp/audit.log
            [access:deployers]
            role=operate
            users=www-data, *
            groups=33
            tokens=ci
            certificates=CN=ci,O=Example; CN=b
            programs=web-* api
            [token:ci]
            sha256=%s
            expires=2027-01-31T18:00:00Z
            [control]
            listen=[::1]:9001
            certificate=/tls/cert.pem
            key=/tls/key.pem
            client_ca=/tls/ca.pem
            """.formatted(DIGEST.toUpperCase(java.util.Locale.ROOT));

    private static final String TOML = """
            [supervisord]
            audit_log = "/tmp/audit.log"
            [access.deployers]
            role = "operate"
            users = ["www-data", "*"]
            groups = ["33"]
            tokens = ["ci"]
            certificates = ["CN=ci,O=Example", "CN=b"]
            programs = ["web-*", "api"]
            [token.ci]
            sha256 = "%s"
            expires = "2027-01-31T18:00:00Z"
            [control]
            listen = "[::1]:9001"
            certificate = "/tls/cert.pem"
            key = "/tls/key.pem"
            client_ca = "/tls/ca.pem"
            """.formatted(DIGEST);

    private static FakeMachine machine() {
        return new FakeMachine()
                .file("/tls/cert.pem", "")
                .file("/tls/key.pem", "")
                .file("/tls/ca.pem", "");
    }

    private static ControlSpec control(Reading read) {
        return read.plan().daemon().control();
    }

    @Test
    void bothSyntaxesSayTheSame() {
        ControlSpec ini = control(Reading.ini(machine(), INI));
        assertEquals(ini, control(Reading.toml(machine(), TOML)));
        assertEquals(
                List.of(new AccessRule(
                        "deployers",
                        AccessRole.OPERATE,
                        new Callers(true, Set.of(33), Set.of(33), Set.of("ci"), List.of("CN=ci,O=Example", "CN=b")),
                        List.of("web-*", "api"))),
                ini.rules());
        assertEquals(
                List.of(new AccessToken("ci", DIGEST, Optional.of(Instant.parse("2027-01-31T18:00:00Z")))),
                ini.tokens());
        assertEquals(Optional.of(Path.of("/tmp/audit.log")), ini.auditLog());
        assertEquals(
                Optional.of(new Tls(
                        Path.of("/tls/cert.pem"), Path.of("/tls/key.pem"), Optional.of(Path.of("/tls/ca.pem")))),
                ini.tcp().orElseThrow().tls());
        assertEquals("[::1]:9001", ini.tcp().orElseThrow().address().toString());
    }

    @Test
    void whatIsShownReadsAsTheSame() {
        Reading read = Reading.toml(machine(), TOML);
        String shown = ShowConfig.render(read.result(), Path.of("/cwd"));
        assertEquals(control(read), control(Reading.toml(machine(), shown)), shown);
    }

    @Test
    void withoutSectionsThereIsOnlyTheUnixSocket() {
        assertEquals(ControlSpec.LOCAL, control(Reading.ini("")));
    }

    static Stream<Arguments> refused() {
        String token = "[token:ci]\nsha256=" + DIGEST + "\n";
        return Stream.of(
                arguments("[access:a]\nusers=root\n", new String[] {"[access:a] role", "gives no role"}),
                arguments(
                        "[access:a]\nrole=boss\nusers=root\n", new String[] {"'boss' is no role", "operate or admin"}),
                arguments("[access:a]\nrole=read\nusers=noone\n", new String[] {"Invalid user name noone"}),
                arguments("[access:a]\nrole=read\ngroups=noone\n", new String[] {"Invalid group name noone"}),
                arguments(
                        "[access:a]\nrole=read\ntokens=buidl\n[token:build]\nsha256=" + DIGEST,
                        new String[] {"unknown token 'buidl'", "build?"}),
                arguments(
                        "[access:a]\nrole=admin\nusers=root\nprograms=web\n",
                        new String[] {"admin is one of the whole daemon", "role = operate"}),
                arguments("[access:a]\nrole=read\nusers=root\nprograms=\n", new String[] {"names no program"}),
                arguments("[token:t]\n", new String[] {"no hash of its token", "supervisord token"}),
                arguments("[token:t]\nsha256=secret\n", new String[] {"no SHA-256 of 64 hexadecimal digits"}),
                arguments(
                        "[token:t]\nsha256=" + DIGEST + "\nexpires=soon\n",
                        new String[] {"'soon' is neither a day nor a moment"}),
                arguments("[control]\ninsecure=true\n" + token, new String[] {"does not say where to listen"}),
                arguments("[control]\nlisten=127.0.0.1:1\n" + token, new String[] {"only listened on with TLS"}),
                arguments(
                        "[control]\nlisten=0.0.0.0:1\ninsecure=true\n" + token,
                        new String[] {"plain text is only spoken on a loopback address"}),
                arguments(
                        "[control]\nlisten=127.0.0.1:1\ncertificate=/tls/cert.pem\n" + token,
                        new String[] {"both a certificate and its key"}),
                arguments(
                        "[control]\nlisten=127.0.0.1:1\ncertificate=/x\nkey=/tls/key.pem\n" + token,
                        new String[] {"there is no file /x"}),
                arguments(
                        "[control]\nlisten=127.0.0.1:1\ninsecure=true\n",
                        new String[] {"nobody could show who they are"}),
                arguments("[control]\nlisten=unix:/x\ninsecure=true\n" + token, new String[] {"a unix socket"}));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatWouldBeUnsafeOrIsWrongIsRefused(String text, String[] expected) {
        Reading.ini(machine(), text).refused(expected);
    }

    @Test
    void aWrongHashIsNotShown() {
        assertEquals(
                0,
                Reading.ini("[token:t]\nsha256=hunter2\n").errors().stream()
                        .filter(error -> error.contains("hunter2"))
                        .count());
    }
}
