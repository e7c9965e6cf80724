package dev.duet.sip.internal.rfc5438;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes, as RFC 3862 has them and as the examples of RFC 5438 do. */
class CpimTest {

    private static Cpim parse(String text) throws ParseException {
        return Cpim.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void headersAreReadWithAnEmptyLineBetweenThemOrWithout(String end) throws ParseException {
        for (String between : new String[] {"", end}) {
            Cpim read = parse(String.join(
                            end,
                            "From: A <im:a@x.org>",
                            "NS: imdn <urn:ietf:params:imdn>",
                            "imdn.Message-ID: 34jk",
                            "imdn.Disposition-Notification: positive-delivery, display")
                    + end + between + "Content-type: text/plain" + end + "Content-length: 2" + end + end + "Hi");
            assertEquals("34jk", read.header(Imdn.NAMESPACE, "Message-ID"));
            assertEquals("positive-delivery, display", read.header(Imdn.NAMESPACE, "Disposition-Notification"));
            assertEquals("text/plain", read.contentHeader("Content-Type"));
            assertArrayEquals("Hi".getBytes(StandardCharsets.UTF_8), read.body());
            assertNull(read.header("urn:x", "Message-ID"));
        }
    }

    @Test
    void aPrefixIsTheSendersChoice() throws ParseException {
        Cpim read = parse("NS: d <urn:ietf:params:imdn>\r\nimdn.Message-ID: no\r\nd.Message-ID: yes\r\n\r\n\r\nx");
        assertEquals("yes", read.header(Imdn.NAMESPACE, "Message-ID"));
        read = parse("NS: <urn:ietf:params:imdn>\r\nMessage-ID: plain\r\n\r\n\r\nx");
        assertEquals("plain", read.header(Imdn.NAMESPACE, "Message-ID"));
    }

    @Test
    void whatIsWrittenIsRead() throws ParseException {
        Cpim written = new Cpim(
                List.of(new Cpim.Header("From", "<sip:a@x.org>"), new Cpim.Header("Subject", "Grüße: zwei")),
                List.of(new Cpim.Header("Content-Type", "text/plain")),
                "a\r\n\r\nb".getBytes(StandardCharsets.UTF_8));
        Cpim read = Cpim.parse(written.bytes());
        assertEquals(written.headers(), read.headers());
        assertArrayEquals(written.body(), read.body());
        assertEquals("6", read.contentHeader("content-length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "From: a\r\n", "From: a\r\n\r\nContent-Type: text/plain", ": x\r\n\r\n\r\n"})
    void whatIsNoneIsRefused(String text) {
        assertThrows(ParseException.class, () -> parse(text));
    }

    @Test
    void headersAreBounded() {
        assertThrows(ParseException.class, () -> parse("a: b\r\n".repeat(101) + "\r\n\r\n"));
        assertThrows(ParseException.class, () -> parse("a: " + "b".repeat(3000) + "\r\n\r\n\r\n"));
    }

    @Test
    void noiseIsRefusedOrRead() {
        Random random = new Random(3);
        byte[] good = "NS: i <urn:ietf:params:imdn>\r\ni.Message-ID: 1\r\n\r\nContent-Type: text/plain\r\n\r\nHi"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int j = random.nextInt(6); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Cpim.parse(bytes).header(Imdn.NAMESPACE, "Message-ID");
            } catch (ParseException e) {
                // a reason
            }
        }
    }
}
