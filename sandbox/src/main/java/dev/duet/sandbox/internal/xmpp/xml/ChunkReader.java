package dev.duet.sandbox.internal.xmpp.xml;

import java.io.IOException;
import java.io.Reader;

/**
 * Hands out characters only up to the next {@code >}, so that a parser above it never holds more than what it has
 * reported: a stream can then be restarted (RFC 6120 4.3.3) or upgraded without losing or misreading a character. It
 * also counts, so that one stanza cannot grow without bound.
 */
final class ChunkReader extends Reader {

    private final Reader source;
    private final char[] buffer = new char[4096];
    private int position;
    private int limit;
    private int counted;
    private int allowed = Integer.MAX_VALUE;
    private boolean ended;
    private boolean exceeded;

    ChunkReader(Reader source) {
        this.source = source;
    }

    /** Starts counting again. */
    void allow(int characters) {
        counted = 0;
        allowed = characters;
    }

    boolean ended() {
        return ended;
    }

    boolean exceeded() {
        return exceeded;
    }

    /** The characters that have come in and not been handed out. */
    int pending() {
        return limit - position;
    }

    /** Passes over whitespace, which a client may send to keep its connection alive. */
    void skipWhitespace() throws IOException {
        while (fill()) {
            if (!Character.isWhitespace(buffer[position])) {
                return;
            }
            position++;
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (counted >= allowed) {
            exceeded = true;
            throw new IOException("more than " + allowed + " characters in one stanza");
        }
        if (!fill()) {
            return -1;
        }
        int end = Math.min(limit, position + Math.min(length, allowed - counted));
        int stop = position;
        while (stop < end && buffer[stop++] != '>') {
            continue;
        }
        int size = stop - position;
        System.arraycopy(buffer, position, target, offset, size);
        position = stop;
        counted += size;
        return size;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        int size = source.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(size, 0);
        ended |= size < 0;
        return size > 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
