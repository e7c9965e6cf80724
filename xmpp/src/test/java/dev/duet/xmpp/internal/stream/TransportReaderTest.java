package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class TransportReaderTest {

    private static final class Endless extends Reader {
        @Override
        public int read(char[] buffer, int offset, int length) {
            return length;
        }

        @Override
        public void close() {}
    }

    @Test
    void remembersThatTheTransportEnded() throws IOException {
        TransportReader reader = new TransportReader(new StringReader("x"), () -> {});
        assertEquals('x', reader.read());
        assertFalse(reader.ended());
        assertEquals(-1, reader.read());
        assertTrue(reader.ended());
    }

    @Test
    void boundsWhatComesBeforeAStanzaIsComplete() throws IOException {
        TransportReader reader = new TransportReader(new Endless(), () -> {});
        char[] megabyte = new char[1 << 20];
        for (int i = 0; i < 16; i++) {
            reader.read(megabyte);
        }
        reader.stanzaDone();
        for (int i = 0; i < 16; i++) {
            reader.read(megabyte);
        }
        assertThrows(XmlLimitException.class, () -> reader.read(megabyte));
        assertFalse(reader.ended());
    }
}
