package dev.duet.xmpp.internal.rfc7590;

import java.security.cert.CertificateException;

/** A certificate that is trusted, but for another name. */
public final class WrongNameException extends CertificateException {

    private static final long serialVersionUID = 1L;

    WrongNameException(String message) {
        super(message);
    }
}
