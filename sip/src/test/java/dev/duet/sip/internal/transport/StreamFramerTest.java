package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {

    private static final int LARGEST = 20_000;

    private static final String OPTIONS = "OPTIONS sip:a@example.com SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    private static final String BYE = "BYE sip:a@example.com SIP/2.0\r\nl:0\r\n\r\n";

    private final StreamFramer framer = new StreamFramer(LARGEST);

    private List<String> take(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return framer.take(bytes, bytes.length).stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    private static String message(String headers, String body) {
        return "MESSAGE sip:a@example.com SIP/2.0\r\n" + headers + "\r\n" + body;
    }

    private static String withLength(String body) {
        return message("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n", body);
    }

    @Test
    void aMessageComesWhenItsLastByteDoes() throws IOException {
        String message = withLength("hello");

        assertEquals(List.of(), take(message.substring(0, 20)));
        assertEquals(List.of(), take(message.substring(20, message.length() - 1)));
        assertEquals(List.of(message), take(message.substring(message.length() - 1)));
    }

    @Test
    void messagesThatComeTogetherAreCutApart() throws IOException {
        String text = withLength("sip:looks like\r\n\r\nanother");

        assertEquals(List.of(OPTIONS, text, BYE), take(OPTIONS + text + BYE));
    }

    @Property(tries = 300)
    void howTheStreamIsCutIntoReadsDoesNotMatter(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 90) Integer> cuts) throws IOException {
        StreamFramer fresh = new StreamFramer(LARGEST);
        String all = OPTIONS + withLength("grüße\r\n\r\n") + "\r\n\r\n" + BYE + withLength("") + OPTIONS;
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        List<String> messages = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int length = Math.min(i < cuts.size() ? cuts.get(i) : bytes.length, bytes.length - at);
            byte[] read = java.util.Arrays.copyOfRange(bytes, at, at + length);
            fresh.take(read, length).forEach(found -> messages.add(new String(found, StandardCharsets.UTF_8)));
            at += length;
        }

        assertEquals(List.of(OPTIONS, withLength("grüße\r\n\r\n"), BYE, withLength(""), OPTIONS), messages);
    }

    @Test
    void onlyWhatWasReadCounts() throws IOException {
        byte[] buffer = (OPTIONS + BYE).getBytes(StandardCharsets.UTF_8);

        assertEquals(1, framer.take(buffer, OPTIONS.length()).size());
        assertEquals(List.of(BYE), take(BYE));
    }

    @Test
    void aKeepAliveIsNoMessage() throws IOException {
        assertEquals(List.of(), take("\r\n\r\n"));
        assertEquals(1, framer.pings());
        assertEquals(0, framer.pings());
        assertEquals(List.of(OPTIONS, BYE), take("\r\n" + OPTIONS + "\r\n\r\n\r\n\r\n" + BYE + "\r\n"));
        assertEquals(2, framer.pings());
    }

    @Test
    void halfALineEndWaitsForItsOtherHalf() throws IOException {
        assertEquals(List.of(), take("\r"));
        assertEquals(List.of(OPTIONS), take("\n" + OPTIONS));
    }

    @Test
    void theLengthMayBeCompactFoldedAndInAnyCase() throws IOException {
        for (String header : List.of("l:2", "L : 2", "CONTENT-length:\t2  ", "Content-Length:\r\n 2")) {
            String message = message(header + "\r\n", "ab");
            assertEquals(List.of(message), take(message), header);
        }
    }

    @Test
    void aLengthThatIsNotAHeaderDoesNotCount() throws IOException {
        for (String header : List.of(
                "Subject: content-length: 7",
                "Subject: x\r\n l: 7", // folded
                "Subject: \u00c5l: 7", // its second byte ends a line for those who read it as ISO 8859-1
                "X-Content-Length: 7")) {
            String message = message(header + "\r\nContent-Length: 0\r\n", "");
            assertEquals(List.of(message, OPTIONS), take(message + OPTIONS), header);
        }
    }

    /** What follows could be anything, for example a message that somebody put into a body. */
    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "+5", "5x", "", "0x10", "1 2", "99999999999", "4294967296", "٣"})
    void aLengthThatCannotBeReadEndsTheStream(String value) {
        assertThrows(IOException.class, () -> take(message("Content-Length: " + value + "\r\n", "")));
    }

    @Test
    void lengthsThatContradictEachOtherEndTheStream() throws IOException {
        assertThrows(IOException.class, () -> take(message("Content-Length: 0\r\nl: 5\r\n", "hello")));
        String twice = message("Content-Length: 5\r\nl: 5\r\n", "hello");
        assertEquals(List.of(twice), new StreamFramerTest().take(twice));
    }

    @Test
    void withoutALengthThereIsNoBody() throws IOException {
        String message = message("Subject: x\r\n", "");
        assertEquals(List.of(message, OPTIONS), take(message + OPTIONS));
    }

    @Test
    void theLargestMessagePasses() throws IOException {
        String headers = message("Content-Length: 00000\r\n", "");
        int body = LARGEST - headers.length();
        String message = message("Content-Length: " + body + "\r\n", "x".repeat(body));
        assertEquals(LARGEST, message.length());
        assertEquals(List.of(message), take(message));
    }

    @Test
    void oneByteMoreEndsTheStreamHoweverItIsRead() {
        String headers = message("Content-Length: 00000\r\n", "");
        int body = LARGEST - headers.length() + 1;
        String message = message("Content-Length: " + body + "\r\n", "x".repeat(body));
        assertThrows(IOException.class, () -> take(message));
        assertThrows(IOException.class, () -> new StreamFramerTest().take(message.substring(0, 100)));
    }

    @Test
    void headersWithoutAnEndEndTheStream() throws IOException {
        String endless = "INVITE sip:a@example.com SIP/2.0\r\nSubject: " + "x".repeat(8000);
        take(endless);
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 10; i++) {
                take("x".repeat(8000));
            }
        });
    }
}
