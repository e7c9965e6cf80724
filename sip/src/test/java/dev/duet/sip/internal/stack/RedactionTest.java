package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RedactionTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 5060);

    private final Logger wire = (Logger) LoggerFactory.getLogger("dev.duet.sip.wire");
    private final Logger jain = (Logger) LoggerFactory.getLogger("dev.duet.sip.jain");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        wire.addAppender(log);
        jain.addAppender(log);
    }

    @AfterEach
    void leave() {
        for (Logger logger : new Logger[] {wire, jain}) {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    private String logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Digest username=\"alice\", response=\"topsecret\", cnonce=\"topsecret\"",
                "Proxy-Authorization: Digest response=\"topsecret\"",
                "AUTHORIZATION : Bearer topsecret",
                "Authorization:\r\n\tBearer\r\n topsecret",
                "Authorization: Digest username=\"alice\",\r\n response=\"topsecret\"",
                "Authentication-Info: rspauth=\"topsecret\"",
                "Proxy-Authentication-Info: rspauth=\"topsecret\"",
                "WWW-Authenticate: Digest nonce=\"topsecret\"",
                "Proxy-Authenticate: Digest nonce=topsecret, realm=\"x\"",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:topsecret",
                "a=ice-pwd:topsecret",
                "k=clear:topsecret",
                "Contact: <sip:alice:topsecret@example.com>",
                "Contact: <sips:alice:topsecret@example.com;transport=tcp>",
                "To: sip:alice;x=y:topsecret@example.com",
                "X-Provision: password=topsecret",
                "X-Provision: Password = \"topsecret\"",
                "X-Provision: password=\"with \\\" quote topsecret\""
            })
    void aSecretIsTakenOut(String line) {
        String text = "REGISTER sip:example.com SIP/2.0\r\n" + line + "\r\nContent-Length: 0\r\n\r\n";

        String redacted = Redaction.redact(text);

        assertFalse(redacted.contains("topsecret"), redacted);
        assertTrue(redacted.contains("***"), redacted);
        assertTrue(redacted.startsWith("REGISTER sip:example.com SIP/2.0\r\n"), redacted);
        assertTrue(redacted.endsWith("\r\nContent-Length: 0\r\n\r\n"), redacted);
    }

    @Test
    void whatIsNoSecretStays() {
        String text = "INVITE sip:bob@example.com:5061 SIP/2.0\r\n"
                + "Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKx;rport\r\n"
                + "From: \"Alice: the first\" <sip:alice@example.com>;tag=1\r\n"
                + "Subject: authorization is a word\r\n"
                + "\r\n"
                + "m=audio 1 RTP/SAVPF 0\r\na=ice-ufrag:abcd\r\n";
        assertEquals(text, Redaction.redact(text));
    }

    @Test
    void aSecretWithinALineOfProseIsTakenOut() {
        for (String text : new String[] {
            "cannot parse Authorization: Bearer topsecret",
            "<- Proxy-Authorization: Digest username=\"a\",response=topsecret",
            "header a=crypto:1 AES inline:topsecret"
        }) {
            assertFalse(Redaction.redact(text).contains("topsecret"), text);
        }
    }

    @Test
    void aMessageMadeToOverrunTheStackDoesNot() {
        String folded = "Authorization: Digest x" + "\r\n x".repeat(20_000) + " topsecret\r\nTo: y";
        assertEquals("Authorization: ***\r\nTo: y", Redaction.redact(folded));
        String quotes = "password=\"" + "\\\"".repeat(30_000) + "topsecret\";x";
        assertEquals("password=***;x", Redaction.redact(quotes));
    }

    @Test
    void theWireIsLoggedWithoutSecretsAtEachLevel() {
        byte[] message = ("REGISTER sip:alice:topsecret@example.com SIP/2.0\r\n"
                        + "Authorization: Digest response=\"topsecret\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        wire.setLevel(Level.DEBUG);
        WireLog.sent(message, PEER);
        wire.setLevel(Level.TRACE);
        WireLog.received(message, PEER);

        assertEquals(2, log.list.size());
        assertFalse(logged().contains("topsecret"), logged());
        assertTrue(logged().contains("REGISTER sip:alice:***@example.com SIP/2.0"), logged());
    }

    @Test
    void jainSipsOwnLogIsRedacted() {
        jain.setLevel(Level.TRACE);
        JainLogger logger = new JainLogger();
        logger.logError("Authorization: Digest response=\"topsecret\"");
        logger.logDebug("sent\nAuthorization: Bearer topsecret");
        logger.logException(new IllegalStateException("bad header: Authorization: Bearer topsecret"));

        assertEquals(3, log.list.size());
        assertFalse(logged().contains("topsecret"), logged());
        log.list.forEach(event -> {
            if (event.getThrowableProxy() != null) {
                assertFalse(
                        event.getThrowableProxy().getMessage().contains("topsecret"),
                        event.getThrowableProxy().getMessage());
            }
        });
    }
}
