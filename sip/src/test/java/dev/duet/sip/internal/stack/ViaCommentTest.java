package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments in Via, which RFC 2543 had: JAIN-SIP's parser goes beyond the end of some until the heap is full. */
class ViaCommentTest {

    private static Inbound read(String start, String via) {
        String message = start + "\r\n" + via + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: 1\r\n"
                + "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        return MessageReader.read(
                message.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("192.0.2.1", 5060),
                SipConfig.Transport.UDP,
                SipLimits.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1 (a\\",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1 (a\\b",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1 (a\\b)",
                "v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1,\r\n SIP/2.0/UDP 192.0.2.3 (a\\)",
                "VIA : SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP 192.0.2.3 (\\"
            })
    void thoseThatDoNotEndAreRefused(String via) {
        assertInstanceOf(Inbound.Bad.class, read("OPTIONS sip:alice@192.0.2.2 SIP/2.0", via));
        assertInstanceOf(Inbound.Bad.class, read("SIP/2.0 200 OK", via));
    }

    @Test
    void othersAreRead() {
        String via = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1 (Acme server)";
        Inbound.Good good = assertInstanceOf(Inbound.Good.class, read("OPTIONS sip:alice@192.0.2.2 SIP/2.0", via));
        assertEquals("z9hG4bK1", good.message().getTopmostVia().getBranch());
    }
}
