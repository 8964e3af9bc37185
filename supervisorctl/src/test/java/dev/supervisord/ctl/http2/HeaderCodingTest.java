package dev.supervisord.ctl.http2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HPACK against the examples of RFC 7541 and against Netty's coder. */
class HeaderCodingTest {
    private static final int BYTES_MAX = 1 << 20;

    /** Huffman strings of RFC 7541, appendix C. */
    @ParameterizedTest
    @CsvSource({
        "f1e3c2e5f23a6ba0ab90f4ff, www.example.com",
        "a8eb10649cbf, no-cache",
        "25a849e95ba97d7f, custom-key",
        "25a849e95bb8e8b4bf, custom-value",
        "6402, 302",
        "aec3771a4b, private",
        "d07abe941054d444a8200595040b8166e082a62d1bff, 'Mon, 21 Oct 2013 20:13:21 GMT'",
        "9d29ad171863c78f0b97c8e9ae82ae43d3, https://www.example.com",
        "640eff, 307",
        "9bd9ab, gzip",
    })
    void huffmanExamplesOfTheRfcAreDecoded(String hex, String text) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(text, new String(Huffman.decode(bytes, 0, bytes.length), StandardCharsets.US_ASCII));
    }

    @Test
    void everyByteInHuffmanCodeIsDecoded() throws Exception {
        for (int i = 0; i < 256; i++) {
            byte[] value = {(byte) i, 'a', (byte) i, (byte) (255 - i)};
            byte[] block = netty(0, List.of(bytes("name"), value));
            assertArrayEquals(value, decode(block).get(1), "byte " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // padding of a whole byte
                "00", // ends with zeros: no padding
                "ffffffff", // end-of-string code
                "1fff", // padding of more than seven bits
            })
    void wrongHuffmanPaddingIsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThrows(ProtocolViolation.class, () -> Huffman.decode(bytes, 0, bytes.length));
    }

    /** Appendix C.2.4, C.2.1 (index forgotten), C.2.3. */
    @Test
    void eachRepresentationIsDecoded() throws Exception {
        assertEquals(List.of(":method", "GET"), text(decode("82")));
        assertEquals(
                List.of("custom-key", "custom-header"),
                text(decode("400a637573746f6d2d6b65790d637573746f6d2d686561646572")));
        assertEquals(List.of(":path", "/sample/path"), text(decode("040c2f73616d706c652f70617468")));
        assertEquals(List.of("password", "secret"), text(decode("100870617373776f726406736563726574")));
        assertEquals(List.of(":status", "200"), text(decode("2088")), "after a table update to 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // index 0
                "be", // index 62: of a dynamic table that was not offered
                "7e0161", // name index 62
                "21", // table of one byte
                "8220", // table update after a field
                "40", // cut off
                "400a63", // name beyond the block
                "7fffffffffffff00", // a number without end
                "00ffffffffff7f", // a length above 2^28
            })
    void malformedBlocksAreRefused(String hex) {
        assertThrows(ProtocolViolation.class, () -> decode(hex));
    }

    @Test
    void headersBeyondTheLimitAreRefused() {
        byte[] block = netty(512, List.of(bytes("name"), new byte[1000]));
        assertThrows(ProtocolViolation.class, () -> new HeaderDecoder(1000).decode(block, block.length));
    }

    @Test
    void whatNettyEncodesIsDecoded() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<byte[]> fields = randomFields(random);
            byte[] block = netty(random.nextInt(3) * 20, fields);
            List<byte[]> decoded = decode(block);
            assertEquals(text(fields), text(decoded), "seed " + seed);
        }
    }

    @Test
    void nettyDecodesWhatIsEncoded() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<byte[]> fields = randomFields(random);
            HeaderEncoder encoder = new HeaderEncoder();
            encoder.indexed(3);
            encoder.add(58, bytes("agent"));
            for (int i = 0; i < fields.size(); i += 2) {
                encoder.add(fields.get(i), fields.get(i + 1));
            }
            Http2Headers headers = nettyDecoded(Arrays.copyOf(encoder.block(), encoder.length()));
            assertEquals("POST", headers.method().toString(), "seed " + seed);
            assertEquals("agent", headers.get("user-agent").toString());
            assertEquals(fields.size() / 2 + 2, headers.size());
            for (int i = 0; i < fields.size(); i += 2) {
                assertTrue(headers.contains(new AsciiString(fields.get(i)), new AsciiString(fields.get(i + 1))));
            }
        }
    }

    @Test
    void noiseIsDecodedOrRefusedButNeverBreaksTheDecoder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            try {
                assertEquals(0, decode(noise).size() % 2, "seed " + seed);
            } catch (ProtocolViolation e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "seed " + seed);
    }

    private static List<byte[]> randomFields(Random random) {
        List<byte[]> fields = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            fields.add(bytes(i % 3 == 0 ? "content-type" : "name-" + i));
            byte[] value = new byte[random.nextInt(i == 1 ? 20_000 : 40)];
            for (int at = 0; at < value.length; at++) {
                value[at] = (byte) (' ' + random.nextInt(95));
            }
            fields.add(value);
        }
        return fields;
    }

    /** A block as Netty encodes it for a peer with a table of size 0; strings longer than the threshold in Huffman code. */
    private static byte[] netty(int huffmanThreshold, List<byte[]> fields) {
        var encoder = new DefaultHttp2HeadersEncoder((name, value) -> false, false, 16, huffmanThreshold);
        DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.size(); i += 2) {
            headers.add(new AsciiString(fields.get(i)), new AsciiString(fields.get(i + 1)));
        }
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.maxHeaderTableSize(0);
            encoder.encodeHeaders(1, headers, block);
            return ByteBufUtil.getBytes(block);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        } finally {
            block.release();
        }
    }

    private static Http2Headers nettyDecoded(byte[] block) throws Http2Exception {
        return new DefaultHttp2HeadersDecoder(false, 1 << 22).decodeHeaders(1, Unpooled.wrappedBuffer(block));
    }

    private static List<byte[]> decode(String hex) throws ProtocolViolation {
        return decode(HexFormat.of().parseHex(hex));
    }

    private static List<byte[]> decode(byte[] block) throws ProtocolViolation {
        return new HeaderDecoder(BYTES_MAX).decode(block, block.length);
    }

    private static List<String> text(List<byte[]> fields) {
        List<String> text = new ArrayList<>();
        for (byte[] field : fields) {
            text.add(new String(field, StandardCharsets.ISO_8859_1));
        }
        return text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
