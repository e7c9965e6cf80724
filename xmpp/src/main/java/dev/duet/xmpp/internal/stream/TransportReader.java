package dev.duet.xmpp.internal.stream;

import java.io.IOException;
import java.io.Reader;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the socket. It remembers whether the transport ended, since the parser reports that in the same
 * words as malformed XML, and it bounds how much may come before a stanza is complete.
 */
final class TransportReader extends Reader {

    /** Characters; a contact list of ten thousand entries has about two million. */
    static final int MAX_STANZA = 16 << 20;

    private final Reader in;
    private final Runnable heard;
    private volatile boolean ended;
    private long sinceStanza;

    /** What is read there; tells of everything that comes, on the reading thread. */
    TransportReader(Reader in, Runnable heard) {
        this.in = in;
        this.heard = heard;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, offset, length);
        } catch (IOException e) {
            ended = true;
            throw e;
        }
        if (count < 0) {
            ended = true;
            return count;
        }
        heard.run();
        sinceStanza += count;
        if (sinceStanza > MAX_STANZA) {
            throw new XmlLimitException("A stanza is longer than " + MAX_STANZA + " characters");
        }
        return count;
    }

    /** A stanza is complete: starts counting anew. Called on the reading thread. */
    void stanzaDone() {
        sinceStanza = 0;
    }

    /** True when the connection below was closed or broke. */
    boolean ended() {
        return ended;
    }

    @Override
    public boolean ready() throws IOException {
        return in.ready();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** A parser says "malformed" also when the connection broke in the middle. */
    static Exception explain(Exception cause, @Nullable TransportReader reading) {
        boolean fromParser = cause instanceof MalformedStreamException || cause instanceof XMLStreamException;
        if (!fromParser) {
            return cause;
        }
        if (reading != null && reading.ended()) {
            return new IOException("closed without a word", cause);
        }
        return cause instanceof XMLStreamException ? MalformedStreamException.of(cause) : cause;
    }
}
