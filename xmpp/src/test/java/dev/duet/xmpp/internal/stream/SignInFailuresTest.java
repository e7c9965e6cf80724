package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.XmppConfig;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jivesoftware.smack.SmackException.ResourceBindingNotOfferedException;
import org.jivesoftware.smack.SmackException.SecurityRequiredByClientException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.SmackException.SmackWrappedException;
import org.jivesoftware.smack.XMPPException.StreamErrorException;
import org.jivesoftware.smack.packet.StreamError;
import org.jivesoftware.smack.packet.StreamError.Condition;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignInFailuresTest {

    private static void expect(Kind kind, Origin origin, Retry retry, Exception thrown) {
        Failure failure = SignInFailures.of(thrown);
        assertEquals(kind, failure.kind(), failure.toString());
        assertEquals(origin, failure.origin(), failure.toString());
        assertEquals(retry, failure.retry(), failure.toString());
    }

    @Test
    void tellsHowTheServerCouldNotBeReached() {
        expect(Kind.NETWORK, Origin.NETWORK, Retry.LATER, new UnknownHostException("x"));
        expect(Kind.NETWORK, Origin.NETWORK, Retry.LATER, new ConnectException("refused"));
        expect(Kind.NETWORK, Origin.NETWORK, Retry.LATER, new SocketTimeoutException());
        expect(Kind.NETWORK, Origin.NETWORK, Retry.LATER, new IOException("reset"));
    }

    @Test
    void tellsTlsFromALostConnection() {
        expect(Kind.TLS, Origin.SERVER, Retry.LATER, new SSLHandshakeException("no common version"));
        expect(
                Kind.TLS,
                Origin.SERVER,
                Retry.LATER,
                new IOException(new XmlPullParserException(new SSLHandshakeException("unrecognized_name"))));
        expect(Kind.TLS, Origin.SERVER, Retry.NEVER, new SecurityRequiredByClientException());
        expect(
                Kind.NETWORK,
                Origin.NETWORK,
                Retry.LATER,
                new SSLException("Connection reset", new SocketException("Connection reset")));
        expect(
                Kind.NETWORK,
                Origin.NETWORK,
                Retry.LATER,
                new SSLException("closing inbound before receiving peer's close_notify"));
        expect(Kind.NETWORK, Origin.NETWORK, Retry.LATER, new EOFException());
    }

    @Test
    void tellsAnUntrustedCertificate() {
        SSLHandshakeException handshake = new SSLHandshakeException("x");
        handshake.initCause(new CertificateException("PKIX path building failed"));
        expect(Kind.TLS, Origin.SERVER, Retry.NEVER, new SmackWrappedException(handshake));
        assertTrue(SignInFailures.of(handshake).message().startsWith("Untrusted"));
    }

    @ParameterizedTest
    @CsvSource({
        "not-authorized, NEVER",
        "account-disabled, NEVER",
        "credentials-expired, NEVER",
        "temporary-auth-failure, LATER",
        "mechanism-too-weak, NEVER",
        "malformed-request, NEVER"
    })
    void tellsWhySaslFailed(String condition, Retry retry) {
        String sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
        Failure failure = SignInFailures.sasl(
                Xml.element("failure", sasl)
                        .add("text", "In the server's words")
                        .add(Xml.empty(condition, sasl))
                        .build(),
                XmppConfig.Authentication.PASSWORD);
        assertEquals(Kind.AUTHENTICATION, failure.kind());
        assertEquals(Origin.SERVER, failure.origin());
        assertEquals(retry, failure.retry());
        assertEquals(condition, failure.wire().condition());
        assertEquals("In the server's words", failure.wire().text());
    }

    @Test
    void tellsWhoseCertificateWasNotTaken() {
        String sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
        Xml refusal = Xml.element("failure", sasl)
                .add(Xml.empty("not-authorized", sasl))
                .build();
        assertTrue(SignInFailures.sasl(refusal, XmppConfig.Authentication.CERTIFICATE)
                .message()
                .contains("certificate"));
        for (String alert : List.of("bad_certificate", "certificate_required", "unknown_ca")) {
            Failure failure = SignInFailures.of(new SSLHandshakeException("Received fatal alert: " + alert));
            assertEquals(Kind.TLS, failure.kind());
            assertEquals(Retry.NEVER, failure.retry());
            assertTrue(failure.message().contains("our certificate"), failure.message());
        }
        Failure other = SignInFailures.of(new SSLHandshakeException("Received fatal alert: handshake_failure"));
        assertEquals(Retry.LATER, other.retry());
    }

    @Test
    void tellsThatThereIsNoSafeWayToSignIn() {
        expect(
                Kind.AUTHENTICATION,
                Origin.SERVER,
                Retry.NEVER,
                new SmackSaslException(SignInFailures.NO_MECHANISM + " provided by server. Server announced: []"));
        expect(Kind.UNSUPPORTED, Origin.SERVER, Retry.NEVER, new ResourceBindingNotOfferedException());
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void hasAFailureForEveryStreamError(Condition condition) {
        StreamError error = new StreamError(condition, null, Map.of("en", "Because"), List.of());
        Failure failure = SignInFailures.of(new StreamErrorException(error));
        assertEquals(Origin.SERVER, failure.origin());
        assertEquals(condition.toString(), failure.wire().condition());
        assertEquals("Because", failure.wire().text());
        Retry expected =
                switch (condition) {
                    case conflict, host_unknown, host_gone, not_authorized, unsupported_version -> Retry.NEVER;
                    default -> Retry.LATER;
                };
        assertEquals(expected, failure.retry());
    }
}
