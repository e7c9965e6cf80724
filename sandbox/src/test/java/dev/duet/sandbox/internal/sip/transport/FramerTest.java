package dev.duet.sandbox.internal.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramerTest {

    private static final String ONE = "OPTIONS sip:a@b SIP/2.0\r\nl: 4\r\n\r\nbody";
    private static final String TWO = "OPTIONS sip:c@d SIP/2.0\r\nContent-Length : 0\r\n\r\n";

    private final List<String> seen = new ArrayList<>();

    private final Framer framer = new Framer(500, new Framer.Sink() {
        @Override
        public void message(byte[] bytes) {
            seen.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void ping() {
            seen.add("PING");
        }

        @Override
        public void broken(byte[] head, int status, String why) {
            seen.add("BROKEN " + status);
        }
    });

    private void feed(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            byte[] part = new byte[count];
            System.arraycopy(bytes, at, part, 0, count);
            framer.feed(part, count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
    void messages_and_keep_alives_come_apart_however_they_were_cut(int piece) {
        feed(ONE + TWO + "\r\n\r\n" + ONE + "\r\n" + TWO + "\r\n\r\n", piece);
        assertEquals(List.of(ONE, TWO, "PING", ONE, TWO, "PING"), seen);
    }

    @Test
    void a_stream_without_content_length_is_broken_and_stays_so() {
        feed("OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n" + ONE, 1000);
        assertEquals(List.of("BROKEN 400"), seen);
    }

    @Test
    void a_message_beyond_the_limit_is_refused_before_it_is_read() {
        feed("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 1000000\r\n\r\n", 1000);
        assertEquals(List.of("BROKEN 513"), seen);
    }

    @Test
    void headers_without_end_are_refused() {
        feed("OPTIONS sip:a@b SIP/2.0\r\n" + "X: y\r\n".repeat(200), 100);
        assertEquals(List.of("BROKEN 513"), seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-4", "99999999999", ""})
    void a_bad_content_length_is_refused(String length) {
        feed("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: " + length + "\r\n\r\n", 1000);
        assertEquals(List.of("BROKEN 400"), seen);
    }
}
