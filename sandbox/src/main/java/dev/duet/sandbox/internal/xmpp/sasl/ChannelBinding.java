package dev.duet.sandbox.internal.xmpp.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What ties an exchange to its connection (RFC 5802 6), and what TLS has said already.
 *
 * @param endPoint the binding {@code tls-server-end-point}, null without TLS
 * @param offered whether any mechanism with binding is offered
 * @param offer all that is offered, as XEP-0474 4.1 writes it; empty not to prove it
 * @param clients whom the client's certificate names (XEP-0178)
 */
public record ChannelBinding(byte @Nullable [] endPoint, boolean offered, String offer, List<String> clients) {

    public static final String END_POINT = "tls-server-end-point";
    public static final String NAMESPACE = "urn:xmpp:sasl-cb:0";

    /** No TLS, no binding. */
    public static final ChannelBinding NONE = new ChannelBinding(null, false, "", List.of());

    /** An offer in the order that both sides agree on (XEP-0474 4.1). */
    public static String canonical(Collection<String> mechanisms, boolean withBinding) {
        String all = String.join("\u001e", new TreeSet<>(mechanisms));
        return withBinding ? all + '\u001f' + END_POINT : all;
    }

    /** The binding of a certificate that is signed with SHA-256, as all of the test authority are (RFC 5929 4.1). */
    public static byte[] endPointOf(Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
