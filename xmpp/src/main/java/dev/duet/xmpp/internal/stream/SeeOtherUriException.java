package dev.duet.xmpp.internal.stream;

import java.io.IOException;

/** The server closed the stream, and says where to go on (RFC 7395 3.6.1). */
final class SeeOtherUriException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String uri;

    SeeOtherUriException(String uri) {
        super("The server sends us on to another place");
        this.uri = uri;
    }

    /** Where, as it was written. */
    String uri() {
        return uri;
    }
}
