package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How large a message may be, as the account says. */
class LimitsTest {

    private static final SipLimits NARROW = SipLimits.DEFAULTS.withSizes(5000, 40, 2000);

    private static Inbound read(String message, SipLimits limits) {
        return MessageReader.read(
                message.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("192.0.2.1", 5060),
                SipConfig.Transport.UDP,
                limits);
    }

    private static String message(String start, String headers, int body) {
        return start + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                + "From: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: 1\r\n"
                + "CSeq: 1 MESSAGE\r\n" + headers + "Content-Type: text/plain\r\nContent-Length: " + body
                + "\r\n\r\n" + "x".repeat(body);
    }

    private static String request(String headers, int body) {
        return message("MESSAGE sip:alice@192.0.2.2 SIP/2.0", headers, body);
    }

    private static String answer(String request, SipLimits limits) {
        Inbound.Bad bad = assertInstanceOf(Inbound.Bad.class, read(request, limits));
        String text = new String(Objects.requireNonNull(bad.response()), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\r'));
    }

    @Test
    void aBodyIsAsLongAsItMayBeAndNoLonger() {
        assertInstanceOf(Inbound.Good.class, read(request("", 2000), NARROW));
        assertEquals("SIP/2.0 413 Request Entity Too Large", answer(request("", 2001), NARROW));
        assertInstanceOf(Inbound.Good.class, read(request("", 2001), SipLimits.DEFAULTS));
    }

    @Test
    void aMessageIsAsLongAsItMayBeAndNoLonger() {
        String subject = "Subject: " + "y".repeat(3000) + "\r\n";
        int rest = 5000 - request(subject, 1000).length();
        assertInstanceOf(Inbound.Good.class, read(request(subject, 1000 + rest), NARROW));
        assertEquals("SIP/2.0 513 Message Too Large", answer(request(subject, 1001 + rest), NARROW));
    }

    @Test
    void headersAreAsManyAsTheyMayBeAndNoMore() {
        assertInstanceOf(Inbound.Good.class, read(request("X-One: 1\r\n".repeat(32), 0), NARROW)); // and eight others
        assertEquals("SIP/2.0 513 Message Too Large", answer(request("X-One: 1\r\n".repeat(33), 0), NARROW));
        assertInstanceOf(Inbound.Good.class, read(request("X-One: 1\r\n".repeat(33), 0), SipLimits.DEFAULTS));
    }

    @Test
    void aResponseThatIsTooLargeIsDropped() {
        Inbound.Bad bad = assertInstanceOf(Inbound.Bad.class, read(message("SIP/2.0 200 OK", "", 2001), NARROW));
        assertNull(bad.response());
    }
}
