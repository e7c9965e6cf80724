package dev.duet.sip.internal.rfc8866;

/** A text is not the SDP of RFC 8866. The message tells what is wrong, and never quotes keys. */
public final class SdpException extends Exception {

    private static final long serialVersionUID = 1L;

    SdpException(String message) {
        super(message);
    }
}
