package dev.duet.xmpp.internal.stream;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.WireDetail;
import dev.duet.model.XmppConfig;
import dev.duet.spi.net.WrongNameException;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NoResponseException;
import org.jivesoftware.smack.SmackException.ResourceBindingNotOfferedException;
import org.jivesoftware.smack.SmackException.SecurityRequiredException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.SmackException.SmackWrappedException;
import org.jivesoftware.smack.XMPPException.StreamErrorException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StreamError;
import org.jspecify.annotations.Nullable;

/** What went wrong with a stream, from Smack's words to ours. Pure. */
public final class SignInFailures {

    /** How Smack begins to say that there is no way to authenticate. */
    static final String NO_MECHANISM = "No supported and enabled SASL Mechanism";

    private static final String NOT_LET_IN = "The server does not let us sign in";
    private static final String OTHER_CERTIFICATE = "The server does not take the certificate for this account";

    /** How the JDK begins to say what the other side of TLS said. */
    private static final String ALERT = "Received fatal alert: ";

    private static final Set<String> OF_CERTIFICATES = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "certificate_required",
            "unknown_ca",
            "access_denied");

    private SignInFailures() {}

    /** The failure that an exception of a stream stands for. */
    public static Failure of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof DuetException told) {
            return told.failure();
        }
        Failure tls = tls(cause);
        if (tls != null) {
            return tls;
        }
        if (cause instanceof StreamErrorException stream) {
            return streamError(stream.getStreamError());
        }
        if (cause instanceof XMPPErrorException stanza) {
            return binding(stanza.getStanzaError());
        }
        if (cause instanceof SmackSaslException) {
            return server(Kind.AUTHENTICATION, Retry.NEVER, saslText(cause));
        }
        if (cause instanceof SecurityRequiredException) {
            return server(Kind.TLS, Retry.NEVER, "No TLS: " + cause.getMessage());
        }
        if (cause instanceof ResourceBindingNotOfferedException) {
            return server(Kind.UNSUPPORTED, Retry.NEVER, "The server does not offer to bind a resource");
        }
        if (cause instanceof NoResponseException) {
            return server(Kind.TIMEOUT, Retry.LATER, "The server does not answer");
        }
        if (cause instanceof MalformedStreamException malformed) {
            return new Failure(
                    Kind.REFUSED,
                    Origin.SERVER,
                    Retry.LATER,
                    "The server sent something that is not XMPP; the stream was closed",
                    WireDetail.xmpp(malformed.condition(), ""));
        }
        if (cause instanceof SeeOtherUriException) {
            return server(Kind.REFUSED, Retry.LATER, "The server sends us on, too often or to where there is no TLS");
        }
        return network(cause);
    }

    /** The failure of a stream that the server closed without saying why, or that just ended. */
    public static Failure closedByServer() {
        return server(Kind.NETWORK, Retry.LATER, "The server closed the connection");
    }

    private static Failure network(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return way(Kind.NETWORK, "No such host: " + cause.getMessage());
        }
        if (cause instanceof SocketTimeoutException) {
            return way(Kind.NETWORK, "The server cannot be reached: no answer");
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return way(Kind.NETWORK, "The server cannot be reached: " + cause.getMessage());
        }
        if (cause instanceof IOException || cause instanceof SmackException) {
            return way(Kind.NETWORK, "The connection was lost: " + rootWords(cause));
        }
        return Failure.of(Kind.INTERNAL, Origin.LOCAL, Retry.LATER, "Unexpected: " + cause);
    }

    private static @Nullable Failure tls(Throwable cause) {
        CertificateException certificate = find(cause, CertificateException.class);
        if (certificate instanceof WrongNameException || certificate != null && isOfName(certificate)) {
            return server(Kind.TLS, Retry.NEVER, "Wrong name: " + certificate.getMessage());
        }
        if (find(cause, CertificateExpiredException.class) != null) {
            return server(Kind.TLS, Retry.NEVER, "Untrusted: the server's certificate has expired");
        }
        if (find(cause, CertificateNotYetValidException.class) != null) {
            return server(Kind.TLS, Retry.NEVER, "Untrusted: the server's certificate is not valid yet");
        }
        if (certificate != null) {
            return server(Kind.TLS, Retry.NEVER, "Untrusted: no authority that is trusted vouches for the server");
        }
        SSLException ssl = find(cause, SSLException.class);
        boolean lost = ssl != null
                && !(ssl instanceof SSLHandshakeException)
                && (find(ssl, SocketException.class) != null
                        || String.valueOf(ssl.getMessage()).contains("close_notify"));
        if (ssl != null && refusesCertificate(String.valueOf(ssl.getMessage()))) {
            return server(Kind.TLS, Retry.NEVER, "The server does not trust our certificate: " + ssl.getMessage());
        }
        if (ssl != null && !lost) {
            return server(Kind.TLS, Retry.LATER, "TLS failed: " + ssl.getMessage());
        }
        return null;
    }

    /** How the JDK says so, where it looks at the name itself. */
    private static boolean isOfName(CertificateException certificate) {
        String words = String.valueOf(certificate.getMessage());
        return words.startsWith("No subject alternative ") || words.startsWith("No name matching ");
    }

    /** Alerts come from the other side, and these are about what we have shown (RFC 8446 6.2). */
    private static boolean refusesCertificate(String message) {
        return message.startsWith(ALERT) && OF_CERTIFICATES.contains(message.substring(ALERT.length()));
    }

    /** What the element by which a server refuses to let somebody in stands for (RFC 6120 6.5). */
    static Failure sasl(Xml refusal, XmppConfig.Authentication proof) {
        String text = refusal.textOf("text");
        String condition = refusal.children().stream()
                .map(Xml::name)
                .filter(name -> !name.equals("text"))
                .findFirst()
                .orElse("");
        boolean passing = condition.equals("temporary-auth-failure");
        boolean certificate = proof == XmppConfig.Authentication.CERTIFICATE;
        String sentence =
                switch (condition) {
                    case "not-authorized" -> certificate ? OTHER_CERTIFICATE : "Wrong user name or password";
                    case "invalid-authzid" -> certificate ? OTHER_CERTIFICATE : NOT_LET_IN;
                    case "account-disabled" -> "The account is disabled";
                    case "credentials-expired" -> "The password has expired";
                    case "temporary-auth-failure" -> "The server cannot check passwords just now";
                    default -> NOT_LET_IN;
                };
        return new Failure(
                Kind.AUTHENTICATION,
                Origin.SERVER,
                passing ? Retry.LATER : Retry.NEVER,
                sentence,
                WireDetail.xmpp(condition, text));
    }

    /** The server can check no password without having it, and may not have it. */
    static Failure plainNotAllowed() {
        return Failure.of(
                Kind.AUTHENTICATION,
                Origin.LOCAL,
                Retry.NEVER,
                "The server wants to be sent the password itself (PLAIN), and nobody allowed that:"
                        + " XmppConfig.Builder.plainAllowed(true) does, for a server that may know it");
    }

    /** We have a certificate, and the server does not want to know. */
    static Failure certificateNotAsked() {
        return server(
                Kind.AUTHENTICATION,
                Retry.NEVER,
                "The server does not sign anybody in by this certificate: it offers no EXTERNAL");
    }

    private static String saslText(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.startsWith(NO_MECHANISM)
                ? "The server offers no way to sign in that is safe enough on this connection"
                : text;
    }

    /** RFC 6120 4.9.3. */
    private static Failure streamError(StreamError error) {
        String condition = error.getCondition().toString();
        String text = error.getDescriptiveText();
        WireDetail wire = WireDetail.xmpp(condition, text == null ? "" : text);
        return switch (error.getCondition()) {
            case conflict ->
                new Failure(Kind.REFUSED, Origin.SERVER, Retry.NEVER, "Another sign-in took this one's place", wire);
            case host_unknown, host_gone ->
                new Failure(
                        Kind.REFUSED, Origin.SERVER, Retry.NEVER, "The server is not in charge of the domain", wire);
            case not_authorized ->
                new Failure(Kind.AUTHENTICATION, Origin.SERVER, Retry.NEVER, "The server signed the account out", wire);
            case system_shutdown ->
                new Failure(Kind.NETWORK, Origin.SERVER, Retry.LATER, "The server is shutting down", wire);
            case connection_timeout, remote_connection_failed, reset, internal_server_error, resource_constraint ->
                new Failure(Kind.NETWORK, Origin.SERVER, Retry.LATER, "The server ended the stream", wire);
            case unsupported_version ->
                new Failure(Kind.UNSUPPORTED, Origin.SERVER, Retry.NEVER, "The server speaks another XMPP", wire);
            default -> new Failure(Kind.REFUSED, Origin.SERVER, Retry.LATER, "The server ended the stream", wire);
        };
    }

    private static Failure binding(StanzaError error) {
        String text = error.getDescriptiveText();
        boolean passing = error.getType() == StanzaError.Type.WAIT;
        return new Failure(
                Kind.REFUSED,
                Origin.SERVER,
                passing ? Retry.LATER : Retry.NEVER,
                "The server does not bind the resource",
                WireDetail.xmpp(error.getCondition().toString(), text == null ? "" : text));
    }

    private static Throwable unwrap(Throwable thrown) {
        return thrown instanceof SmackWrappedException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 16; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String rootWords(Throwable thrown) {
        String words = String.valueOf(thrown.getMessage());
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 16; cause = cause.getCause(), depth++) {
            words = cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : words;
        }
        return words;
    }

    private static Failure server(Kind kind, Retry retry, String message) {
        return Failure.of(kind, Origin.SERVER, retry, message);
    }

    private static Failure way(Kind kind, String message) {
        return Failure.of(kind, Origin.NETWORK, Retry.LATER, message);
    }
}
