package dev.supervisord.ctl.http2;

import java.nio.charset.StandardCharsets;

/** The header fields that HPACK knows by number, from 1 to 61 (RFC 7541, appendix A). */
final class StaticTable {
    static final int SIZE = 61;

    /** One word is a name without value; else name and value with a blank between. */
    private static final String[] FIELDS = {
        ":authority",
        ":method GET",
        ":method POST",
        ":path /",
        ":path /index.html",
        ":scheme http",
        ":scheme https",
        ":status 200",
        ":status 204",
        ":status 206",
        ":status 304",
        ":status 400",
        ":status 404",
        ":status 500",
        "accept-charset",
        "accept-encoding gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate",
    };

    private StaticTable() {}

    static byte[] name(int index) {
        String field = FIELDS[index - 1];
        int blank = field.indexOf(' ');
        return ascii(blank < 0 ? field : field.substring(0, blank));
    }

    static byte[] value(int index) {
        String field = FIELDS[index - 1];
        int blank = field.indexOf(' ');
        return ascii(blank < 0 ? "" : field.substring(blank + 1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
