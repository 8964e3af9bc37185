package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "CN=ci,O=Example|CN=ci|true",
                "CN=ci,O=Example|o=Example, cn=ci|true",
                "CN=ci,O=Example|CN=ci,O=Other|false",
                "CN=ci|cn=CI|false",
                "CN=other,OU=\\,CN\\=ci|CN=ci|false",
                "CN=other,OU=x\\, CN\\=ci|CN=ci|false",
                "CN=ci\u2003|CN=ci|false",
                "CN=ci\\ |CN=ci|false",
                "CN=ci||false",
                "CN=ci|ci|false"
            })
    void onlyWholePartsCount(String subject, String wanted, boolean has) {
        String written = new X500Principal(subject).getName(X500Principal.RFC2253);
        assertEquals(has, new Subject(written).has(wanted == null ? "" : wanted), written);
    }
}
