package dev.duet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One half of an account is protected less than the other, of which the user has to be told (RFC 7081 7).
 *
 * @param kind in what
 * @param weaker the half that is protected less
 * @param text a sentence for people, in English, with what to do about it
 */
public record ProtectionGap(Kind kind, Protocol weaker, String text) {

    public ProtectionGap {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(weaker, "weaker");
        Objects.requireNonNull(text, "text");
    }

    /** In what one half is weaker. */
    public enum Kind {
        /** It is not encrypted on its way to the server. */
        ENCRYPTION,
        /** Its version of TLS is older. */
        TLS_VERSION,
        /** Its cipher is of an older kind: without forward secrecy, or without authenticated encryption. */
        CIPHER,
        /** It shows that it knows the password in a weaker way. */
        AUTHENTICATION
    }

    /** What is not alike in two halves that are online; empty when they are protected alike. */
    static List<ProtectionGap> between(LinkSecurity sip, LinkSecurity xmpp) {
        List<ProtectionGap> gaps = new ArrayList<>();
        if (sip.isProtected() != xmpp.isProtected()) {
            gap(
                    gaps,
                    Kind.ENCRYPTION,
                    sip.isProtected() ? 1 : 0,
                    xmpp.isProtected() ? 1 : 0,
                    "%s is not encrypted on its way to the server, and %s is: use TLS for both");
        } else if (sip.isProtected()) {
            gap(
                    gaps,
                    Kind.TLS_VERSION,
                    version(sip.tls()),
                    version(xmpp.tls()),
                    "%s is encrypted by an older version of TLS than %s: its server should be brought up to date");
            gap(
                    gaps,
                    Kind.CIPHER,
                    cipher(sip.cipher()),
                    cipher(xmpp.cipher()),
                    "%s is encrypted by an older kind of cipher than %s: its server should be brought up to date");
        }
        gap(
                gaps,
                Kind.AUTHENTICATION,
                authentication(sip.authentication()),
                authentication(xmpp.authentication()),
                "%s shows the server in a weaker way than %s that it knows the password");
        return List.copyOf(gaps);
    }

    private static void gap(List<ProtectionGap> gaps, Kind kind, int sip, int xmpp, String text) {
        if (sip != xmpp) {
            Protocol weaker = sip < xmpp ? Protocol.SIP : Protocol.XMPP;
            Protocol stronger = weaker == Protocol.SIP ? Protocol.XMPP : Protocol.SIP;
            gaps.add(new ProtectionGap(kind, weaker, String.format(Locale.ROOT, text, weaker, stronger)));
        }
    }

    private static int version(String tls) {
        return switch (tls) {
            case "TLSv1.3" -> 13;
            case "TLSv1.2" -> 12;
            case "TLSv1.1" -> 11;
            default -> 10;
        };
    }

    private static int cipher(String suite) {
        boolean forward = !suite.startsWith("TLS_RSA_") && !suite.startsWith("SSL_RSA_");
        boolean authenticated = suite.contains("_GCM_") || suite.contains("_CCM") || suite.contains("_CHACHA20_");
        return (forward ? 1 : 0) + (authenticated ? 1 : 0);
    }

    /** Nothing, the password itself or MD5 of it, a better digest or a token, a proof of both sides. */
    private static int authentication(String how) {
        String name = how.toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            return 0;
        }
        if (name.startsWith("SCRAM") || name.startsWith("EXTERNAL")) {
            return 3;
        }
        return name.equals("PLAIN") || name.contains("MD5") ? 1 : 2;
    }
}
