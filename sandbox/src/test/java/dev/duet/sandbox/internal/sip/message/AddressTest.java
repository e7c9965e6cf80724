package dev.duet.sandbox.internal.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com",
                "sip:alice:secret@example.com;transport=tcp",
                "sips:alice@example.com?subject=project&priority=urgent",
                "sip:+1-212-555-1212:1234@gateway.com;user=phone",
                "sip:1212@gateway.com",
                "sip:example.com",
                "sip:alice;day=tuesday@example.com",
                "sip:[2001:db8::9:1]:5060;lr",
                "sip:%61lice@127.0.0.1:5070;ob"
            })
    void a_good_uri_is_written_as_it_was_read(String text) {
        assertEquals(text, SipUri.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:123",
                "sip:",
                "sip:@example.com",
                "sip:a@",
                "sip:a@b:0",
                "sip:a@b:65536",
                "sip:a@b:x",
                "sip:a b@c",
                "sip:a@b;",
                "sip:a@b;x=1;x=2",
                "sip:%zz@b",
                "sip:a@[::1",
                "sip:a@b<c>",
                "sip:a@-b"
            })
    void a_bad_uri_is_refused(String text) {
        assertThrows(SipFormatException.class, () -> SipUri.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtlanTa.CoM;Transport=tcp, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;security=on, true",
        "sip:ALICE@AtLanTa.CoM, sip:alice@AtLanTa.CoM, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
        "sip:bob@biloxi.com:5060, sip:bob@biloxi.com:6000, false",
        "sip:a@b;x=1, sip:a@b;x=2, false",
        "sip:a@b, sips:a@b, false"
    })
    void uris_are_compared_as_rfc_3261_19_1_4_has_it(String a, String b, boolean same) {
        assertEquals(same, SipUri.parse(a).matches(SipUri.parse(b)));
        assertEquals(same, SipUri.parse(b).matches(SipUri.parse(a)));
    }

    @Test
    void without_brackets_parameters_are_the_headers() {
        NameAddr address = NameAddr.parse("sip:alice@example.com;tag=1");
        assertEquals("sip:alice@example.com", address.uri());
        assertEquals("1", address.tag().orElse(""));
        assertFalse(NameAddr.parse("<sip:alice@example.com;tag=1>").tag().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Alice",
                "\"Alice <sip:a@b>",
                "Alice: <sip:a@b>",
                "<sip:a@b",
                "sip:a@b?x=y",
                "<sip:a@b>;tag=\"",
                "<sip:a@b>tag=1",
                "<sip:a@b>;tag=1;tag=2",
                "\"A\" B <sip:a@b>"
            })
    void a_bad_address_is_refused(String text) {
        assertThrows(SipFormatException.class, () -> NameAddr.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0/UDP",
                "SIP/1.0/UDP a;branch=b",
                "HTTP/2.0/UDP a",
                "SIP/2.0/UDP a b",
                "SIP/2.0/UDP a:99999",
                "SIP/2.0/UDP a;branch",
                ""
            })
    void a_bad_via_is_refused_or_has_no_branch(String text) {
        try {
            assertTrue(Via.parse(text).branch().isEmpty());
        } catch (SipFormatException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    @Test
    void numbers_of_cseq_stay_below_two_to_the_31() {
        assertEquals(2147483647L, CSeq.parse("2147483647 INVITE").number());
        assertThrows(SipFormatException.class, () -> CSeq.parse("2147483648 INVITE"));
        assertThrows(SipFormatException.class, () -> CSeq.parse("-1 INVITE"));
        assertThrows(SipFormatException.class, () -> CSeq.parse("1"));
    }
}
