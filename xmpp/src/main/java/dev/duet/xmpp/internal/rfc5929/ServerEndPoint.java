package dev.duet.xmpp.internal.rfc5929;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The channel binding {@code tls-server-end-point}: the hash of the server's certificate (RFC 5929 4.1). Pure. */
public final class ServerEndPoint {

    /** Its name. */
    public static final String NAME = "tls-server-end-point";

    private static final Pattern HASH = Pattern.compile("(MD5|SHA\\d*)WITH");

    private ServerEndPoint() {}

    /** The binding data; null when the certificate's signature has no single hash, for which it is not defined. */
    public static byte @Nullable [] of(X509Certificate certificate) {
        Matcher hash = HASH.matcher(certificate.getSigAlgName().toUpperCase(Locale.ROOT));
        if (!hash.lookingAt()) {
            return null;
        }
        String name = hash.group(1);
        String strong = name.equals("MD5") || name.equals("SHA1") || name.equals("SHA")
                ? "SHA-256"
                : "SHA-" + name.substring("SHA".length());
        try {
            return MessageDigest.getInstance(strong).digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
