package dev.duet.spi.net;

import java.security.cert.CertificateException;

/** A certificate that is trusted, but is for somebody else. */
public final class WrongNameException extends CertificateException {

    private static final long serialVersionUID = 1L;

    /** Says whom it is for, and who was meant. */
    public WrongNameException(String message) {
        super(message);
    }
}
