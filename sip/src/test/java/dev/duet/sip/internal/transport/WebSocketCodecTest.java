package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455 as RFC 7118 uses it. */
class WebSocketCodecTest {

    private final WebSocketCodec codec = new WebSocketCodec("example.com:443", "/ws", 65_536);

    private static String header(String request, String name) {
        return request.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private String answer() throws Exception {
        String key = header(new String(codec.opening(), StandardCharsets.US_ASCII), "Sec-WebSocket-Key");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nconnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash)
                + "\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
    }

    private StreamCodec.Taken take(byte[] bytes) throws IOException {
        return codec.take(bytes, bytes.length);
    }

    private void open() throws Exception {
        take(answer().getBytes(StandardCharsets.US_ASCII));
        assertTrue(codec.isOpen());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A frame as a server sends it. */
    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 10).put((byte) first);
        if (payload.length < 126) {
            out.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            out.put((byte) 126).putShort((short) payload.length);
        } else {
            out.put((byte) 127).putLong(payload.length);
        }
        out.put(payload);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] unmasked(byte[] frame) {
        assertTrue((frame[1] & 0x80) != 0, "a client masks");
        int length = frame[1] & 0x7f;
        int at = length == 126 ? 4 : length == 127 ? 10 : 2;
        byte[] payload = Arrays.copyOfRange(frame, at + 4, frame.length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= frame[at + i % 4];
        }
        return payload;
    }

    @Test
    void theHandshakeAsksForSip() {
        String request = new String(codec.opening(), StandardCharsets.US_ASCII);

        assertTrue(request.startsWith("GET /ws HTTP/1.1\r\nHost: example.com:443\r\n"), request);
        assertEquals("sip", header(request, "Sec-WebSocket-Protocol"));
        assertEquals("13", header(request, "Sec-WebSocket-Version"));
        assertEquals(16, Base64.getDecoder().decode(header(request, "Sec-WebSocket-Key")).length);
        assertTrue(request.endsWith("\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "101 Switching Protocols, 404 Not Found",
        "Upgrade: WebSocket, X: y",
        "'connection: keep-alive, Upgrade', connection: close",
        "Sec-WebSocket-Accept: , Sec-WebSocket-Accept: x",
        "Sec-WebSocket-Protocol: sip, Sec-WebSocket-Protocol: xmpp",
        "Sec-WebSocket-Protocol: sip, X: y",
        "HTTP/1.1, HTTP/1.0"
    })
    void anAnswerThatIsNotForThisHandshakeEndsIt(String right, String wrong) throws Exception {
        byte[] answer = answer().replace(right, wrong).getBytes(StandardCharsets.US_ASCII);

        assertThrows(IOException.class, () -> take(answer));
        assertFalse(codec.isOpen());
    }

    @Test
    void anAnswerWithoutEndIsNotReadForEver() {
        assertThrows(IOException.class, () -> take(text("HTTP/1.1 101 x\r\nA: " + "b".repeat(20_000))));
    }

    @Test
    void messagesComeByAnyPartsOfAStream() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(answer().getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(frame(0x81, text("one")));
        all.writeBytes(frame(0x02, text("tw")));
        all.writeBytes(frame(0x89, text("there?"))); // control frames may come within a message
        all.writeBytes(frame(0x80, text("o" + "!".repeat(300))));
        all.writeBytes(frame(0x8a, new byte[0]));
        all.writeBytes(frame(0x81, text("x".repeat(65_536))));
        for (int first : new int[] {1, 7, 4000, all.size()}) {
            int step = first;
            WebSocketCodecTest fresh = new WebSocketCodecTest();
            byte[] bytes = all.toByteArray();
            byte[] answer = fresh.answer().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(answer, 0, bytes, 0, answer.length);
            List<String> messages = new ArrayList<>();
            List<String> replies = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += step) {
                step = at > 2_000 ? Math.max(first, 500) : first;
                StreamCodec.Taken taken = fresh.take(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step)));
                taken.messages().forEach(message -> messages.add(new String(message, StandardCharsets.UTF_8)));
                taken.replies().forEach(reply -> {
                    assertEquals((byte) 0x8a, reply[0]);
                    replies.add(new String(unmasked(reply), StandardCharsets.UTF_8));
                });
            }
            assertEquals(List.of("one", "two" + "!".repeat(300), "x".repeat(65_536)), messages);
            assertEquals(List.of("there?"), replies);
        }
    }

    @Test
    void whatIsSentIsMaskedTextOrElseBinary() throws Exception {
        open();
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            byte[] message = text("ö".repeat(length / 2) + "x".repeat(length % 2));
            byte[] frame = codec.encode(message);
            assertEquals((byte) 0x81, frame[0]);
            assertArrayEquals(message, unmasked(frame));
        }
        byte[] binary = {(byte) 0xff, 0, (byte) 0x80};
        assertEquals((byte) 0x82, codec.encode(binary)[0]);
        assertArrayEquals(binary, unmasked(codec.encode(binary)));
        assertEquals((byte) 0x89, codec.ping()[0]);
    }

    @Test
    void aCloseIsAnEnd() throws Exception {
        open();
        assertThrows(EOFException.class, () -> take(frame(0x88, new byte[] {3, (byte) 0xe8})));
    }

    @Test
    void whatTheProtocolForbidsEndsIt() throws Exception {
        byte[] masked = frame(0x81, text("abc"));
        masked[1] |= (byte) 0x80;
        byte[] negative = ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(-1)
                .array();
        for (byte[] wrong : List.of(
                masked,
                negative,
                frame(0xc1, text("reserved bit")),
                frame(0x83, text("unknown kind")),
                frame(0x8b, text("unknown control")),
                frame(0x09, text("a ping in parts")),
                frame(0x89, new byte[126]),
                frame(0x80, text("a part of nothing")),
                frame(0x81, new byte[] {(byte) 0xff}),
                frame(0x82, new byte[65_537]))) {
            WebSocketCodecTest fresh = new WebSocketCodecTest();
            fresh.open();
            assertThrows(IOException.class, () -> fresh.take(wrong), () -> Arrays.toString(Arrays.copyOf(wrong, 4)));
        }
    }

    @Test
    void aMessageWithinAnotherAndOneThatGrowsForEverEndIt() throws Exception {
        open();
        take(frame(0x01, text("begun")));
        assertThrows(IOException.class, () -> take(frame(0x81, text("another"))));

        WebSocketCodecTest fresh = new WebSocketCodecTest();
        fresh.open();
        fresh.take(frame(0x02, new byte[40_000]));
        assertThrows(IOException.class, () -> fresh.take(frame(0x00, new byte[40_000])));
    }
}
