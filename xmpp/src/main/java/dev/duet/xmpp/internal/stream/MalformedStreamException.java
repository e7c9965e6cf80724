package dev.duet.xmpp.internal.stream;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** The server sent what is not XML, or more than we take. Carries the error that RFC 6120 4.9.3 has for it. */
final class MalformedStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String condition;

    private MalformedStreamException(String condition, Exception cause) {
        super(cause);
        this.condition = condition;
    }

    /** What a parser's exception means. */
    static MalformedStreamException of(Exception cause) {
        int depth = 0;
        for (Throwable t = cause; t != null && depth < 8; t = nested(t), depth++) {
            if (t instanceof XmlLimitException) {
                return new MalformedStreamException("policy-violation", cause);
            }
        }
        return new MalformedStreamException("not-well-formed", cause);
    }

    /** It is XML, but not what may come there. */
    static MalformedStreamException badFormat(String what) {
        return new MalformedStreamException("bad-format", new IOException(what));
    }

    private static @Nullable Throwable nested(Throwable thrown) {
        return thrown instanceof XMLStreamException xml && xml.getNestedException() != null
                ? xml.getNestedException()
                : thrown.getCause();
    }

    /** The stream error to answer with. */
    String condition() {
        return condition;
    }
}
