package dev.duet.sandbox.internal.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SipParserTest {

    private static final String INVITE = String.join(
            "\r\n",
            "INVITE sip:bob@example.com;user=phone SIP/2.0",
            "v: SIP/2.0/TCP client.example.com:5060 ;branch=z9hG4bK74bf9, SIP / 2.0 / UDP 192.0.2.1;branch=z9hG4bK2",
            "Max-Forwards: 70",
            "f: \"Alice \\\"A\\\" <x>\" <sip:alice@example.com>;tag=9fxced76sl",
            "t: sip:bob@example.com;x=y",
            "i: 3848276298220188511@example.com",
            "CSEQ: 2 INVITE",
            "m: <sip:alice@client.example.com;transport=tcp>, \"b,c\" <sip:b@example.com>;q=0.5",
            "Subject: one",
            "  two",
            "\tthree",
            "Record-Route: <sip:p1.example.com;lr>,<sip:p2.example.com;lr>",
            "l: 4",
            "",
            "v=0\n");

    private static Parsed parse(String text) {
        return SipParser.parse(text.getBytes(StandardCharsets.UTF_8), false);
    }

    @Test
    void a_request_with_compact_names_folding_and_lists_is_read_whole() {
        Parsed parsed = parse(INVITE);
        assertEquals(List.of(), parsed.problems());
        SipRequest request = assertInstanceOf(SipRequest.class, parsed.message());
        assertEquals("INVITE", request.method());
        assertEquals("sip:bob@example.com;user=phone", request.uri());
        assertEquals(2, request.headers().all("Via").size());
        assertEquals("z9hG4bK74bf9", request.topVia().branch());
        assertEquals(5060, request.topVia().sentBy().port());
        assertEquals("UDP", Via.parse(request.headers().all("Via").get(1)).transport());
        assertEquals("9fxced76sl", request.fromTag());
        assertEquals("sip:alice@example.com", request.from().uri());
        assertEquals("\"Alice \\\"A\\\" <x>\"", request.from().display());
        assertEquals("sip:bob@example.com", request.to().uri());
        assertEquals("y", request.to().params().get("x").orElse(""));
        assertEquals(new CSeq(2, "INVITE"), request.cseq());
        assertEquals(2, request.headers().all("Contact").size());
        assertEquals("one two three", request.headers().get("subject").orElse(""));
        assertEquals(2, request.headers().all("Record-Route").size());
        assertEquals("v=0\n", request.bodyText());
    }

    @Test
    void what_is_written_is_read_back_alike() {
        SipMessage first = parse(INVITE).message();
        SipMessage second = SipParser.parse(first.encode(), true).message();
        assertEquals(
                new String(first.encode(), StandardCharsets.UTF_8),
                new String(second.encode(), StandardCharsets.UTF_8));
    }

    @Test
    void a_response_is_read() {
        SipResponse response = assertInstanceOf(
                SipResponse.class,
                parse("SIP/2.0 486 Busy, really\r\nVia: SIP/2.0/UDP a\r\nContent-Length: 0\r\n\r\n")
                        .message());
        assertEquals(486, response.status());
        assertEquals("Busy, really", response.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "INVITE sip:a@b",
                "INVITE sip:a@b HTTP/1.1\r\n\r\n",
                "IN VITE\r\n\r\n",
                "SIP/2.0 99 Low\r\n\r\n",
                "SIP/2.0 700 High\r\n\r\n",
                "SIP/2.0 200\r\n\r\n",
                "SIP/3.0 200 OK\r\n\r\n",
                "I(N)VITE sip:a@b SIP/2.0\r\n\r\n"
            })
    void what_has_no_start_line_is_no_message(String text) {
        assertThrows(SipFormatException.class, () -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS sip:a@b SIP/2.0\r\nTo: x",
                "OPTIONS sip:a@b SIP/2.0\r\nno colon\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\n: value\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: a\nb\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nTo: a\u0000b\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: x\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 5\r\n\r\nabc",
                "OPTIONS sip:a b SIP/2.0\r\n\r\n",
                "OPTIONS <sip:a@b> SIP/2.0\r\n\r\n",
                "OPTIONS sip:a@b SIP/7.0\r\n\r\n"
            })
    void a_fault_after_the_method_is_named_and_has_a_status(String text) {
        List<Problem> problems = parse(text).problems();
        assertFalse(problems.isEmpty());
        assertTrue(problems.stream().anyMatch(p -> p.status() >= 400), problems.toString());
    }

    @Test
    void bytes_that_are_no_utf_8_are_a_fault() {
        byte[] bytes = "OPTIONS sip:a@b SIP/2.0\r\nSubject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        bytes[34] = (byte) 0xff;
        assertFalse(SipParser.parse(bytes, false).problems().isEmpty());
    }

    @Test
    void a_stream_needs_content_length_and_a_datagram_does_not() {
        byte[] bytes = "OPTIONS sip:a@b SIP/2.0\r\nTo: <sip:b@c>\r\n\r\nbody".getBytes(StandardCharsets.UTF_8);
        assertEquals(1, SipParser.parse(bytes, true).problems().size());
        Parsed datagram = SipParser.parse(bytes, false);
        assertEquals(List.of(), datagram.problems());
        assertEquals("body", datagram.message().bodyText());
    }

    @Test
    void more_bytes_than_content_length_says_are_cut_off_and_put_on_record() {
        Parsed parsed = parse("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nbody");
        assertEquals("bo", parsed.message().bodyText());
        assertEquals(0, parsed.problems().get(0).status());
    }

    @Test
    void damaged_messages_never_raise_anything_else_than_a_format_fault() {
        Random random = new Random(7);
        byte[] good = INVITE.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            int changes = 1 + random.nextInt(6);
            for (int c = 0; c < changes; c++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                SipMessage message =
                        SipParser.parse(damaged, random.nextBoolean()).message();
                message.topVia();
                message.from();
                message.to();
                message.cseq();
                message.headers().all("Contact").forEach(NameAddr::parse);
            } catch (SipFormatException e) {
                refused++;
            }
        }
        assertTrue(refused > 300, "refused " + refused);
    }
}
