package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy of HTTP or TLS may stand before the server, which then names the transport behind that one. */
class ViaTransportTest {

    private static Inbound read(String sent, Transport transport) {
        String options = "OPTIONS sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + sent
                + " 127.0.0.1:5060;branch=z9hG4bK1\r\nFrom: <sip:bob@example.com>;tag=1\r\n"
                + "To: <sip:alice@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n"
                + "Content-Length: 0\r\n\r\n";
        return MessageReader.read(
                options.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("127.0.0.1", 5060),
                transport,
                SipLimits.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"TCP, TLS", "WS, WSS", "tcp, WSS", "TCP, WS", "TLS, TCP", "UDP, UDP"})
    void aStreamMayComeOutOfAnother(String sent, Transport transport) {
        assertInstanceOf(Inbound.Good.class, read(sent, transport));
    }

    @ParameterizedTest
    @CsvSource({"UDP, TLS", "UDP, TCP", "TCP, UDP", "WS, UDP", "CARRIER-PIGEON, TCP"})
    void aDatagramIsNoStream(String sent, Transport transport) {
        Inbound.Bad bad = assertInstanceOf(Inbound.Bad.class, read(sent, transport));
        assertEquals("Via is for another transport", bad.why());
    }
}
