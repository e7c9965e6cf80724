package dev.duet.xmpp.internal.stream;

import java.io.IOException;

/** The server sent more in one piece than we are ready to hold. */
final class XmlLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    XmlLimitException(String message) {
        super(message);
    }
}
