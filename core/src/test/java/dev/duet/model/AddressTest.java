package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com",
                "sips:alice@example.com:5061;transport=tcp",
                "sip:alice@[2001:db8::1]:5070;lr",
                "sip:example.com",
                "sip:+1555;ext=1@example.com",
                "xmpp:alice@example.com",
                "xmpp:alice@example.com/phone",
                "xmpp:example.com",
                "tel:+15551234"
            })
    void anAddressIsWrittenAsItWasRead(String uri) {
        assertEquals(uri, Address.parse(uri).uri());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice@example.com",
                "http://example.com",
                "sip:",
                "sip:@example.com",
                "sip:alice@",
                "sip:a b@example.com",
                "sip:alice@exa mple.com",
                "sip:alice@example.com:99999",
                "sip:alice@example.com:",
                "sip:alice@example.com:5x",
                "sip:al%zzice@example.com",
                "sip:al%4@example.com",
                "sip:al%ff@example.com",
                "sip:alice:secret@example.com",
                "xmpp:",
                "xmpp:@example.com",
                "xmpp:alice@",
                "xmpp:alice@example.com/",
                "xmpp:a<b@example.com",
                "xmpp:a@b@c",
                "tel:",
                "tel:abc",
                "tel:+",
                "sip:alice@example.com;=x",
                "sip:alice@[::1",
                "sip:alice@example.com\r\nX: y"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    }

    @Test
    void aPasswordInAnAddressIsRefusedWithoutRepeatingIt() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Address.parse("sip:alice:hunter2@example.com"));
        assertTrue(!refused.getMessage().contains("hunter2"), refused.getMessage());
    }

    @Test
    void domainsCompareWithoutCaseAndSipUsersWithCase() {
        assertEquals(Address.sip("alice@EXAMPLE.com"), Address.sip("alice@example.com"));
        assertNotEquals(Address.sip("Alice@example.com"), Address.sip("alice@example.com"));
        assertEquals(Address.xmpp("Alice@EXAMPLE.com"), Address.xmpp("alice@example.com"));
        assertNotEquals(Address.xmpp("a@b/X"), Address.xmpp("a@b/x"));
    }

    @Test
    void escapesAreReadAndWritten() {
        Address.Sip sip = Address.sip("sip:f%C3%BC%20r@sip.example");
        assertEquals("fü r", sip.user());
        assertEquals("sip:f%C3%BC%20r@sip.example", sip.uri());
    }

    @Test
    void theBareAddressIsThePerson() {
        assertEquals(
                Address.sip("alice@example.com"),
                Address.sip("alice@example.com:5070;transport=udp").bare());
        assertEquals(
                Address.xmpp("alice@example.com"),
                Address.xmpp("alice@example.com/phone").bare());
        assertEquals(
                Address.xmpp("alice@example.com"),
                Address.xmpp("alice@example.com").withResource("x").bare());
    }

    @Test
    void headersOfASipUriAreDropped() {
        Address.Sip sip = Address.sip("sip:alice@example.com;lr?Subject=hello");
        assertEquals(Map.of("lr", ""), sip.parameters());
        assertEquals("sip:alice@example.com;lr", sip.uri());
    }

    @Test
    void separatorsOfATelephoneNumberAreDropped() {
        assertEquals("+15551234567", Address.tel("tel:+1-(555)-123.4567;ext=9").number());
        assertTrue(Address.tel("+49 30 1234").isGlobal());
    }

    @Test
    void aServerHasNoUser() {
        assertNull(Address.sip("example.com").user());
        assertNull(Address.xmpp("example.com").local());
    }

    @Property
    void anySipUserSurvivesItsEscapes(@ForAll @NotEmpty @StringLength(max = 40) String user) {
        Assume.that(user.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Address.Sip sip = new Address.Sip(false, user, "example.com", 0, Map.of());
        assertEquals(sip, Address.parse(sip.uri()));
    }

    @Property
    void anyTextIsReadOrRefusedButNothingElseHappens(@ForAll String text) {
        for (String scheme : new String[] {"", "sip:", "xmpp:", "tel:"}) {
            try {
                Address.parse(scheme + text);
            } catch (IllegalArgumentException refused) {
                assertTrue(!refused.getMessage().isEmpty());
            }
        }
    }
}
