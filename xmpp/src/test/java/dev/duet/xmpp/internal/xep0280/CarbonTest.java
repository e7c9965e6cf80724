package dev.duet.xmpp.internal.xep0280;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xml.Xml;
import org.junit.jupiter.api.Test;

class CarbonTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final Xml INNER =
            Xml.element("message", Xml.CLIENT).add("body", "x").build();

    private static Xml copy(String from, String wrapper) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("from", from)
                .add(Xml.element(wrapper, Carbon.NAMESPACE)
                        .add(Xml.element("forwarded", "urn:xmpp:forward:0")
                                .add(INNER)
                                .build())
                        .build())
                .build();
    }

    @Test
    void unwrapsACopyFromTheOwnAccount() {
        assertTrue(Carbon.claims(copy("alice@x.org", "sent")));
        assertEquals(new Carbon(INNER, true, null), Carbon.read(copy("alice@x.org", "sent"), SELF));
        assertEquals(new Carbon(INNER, false, null), Carbon.read(copy("alice@x.org", "received"), SELF));
        assertFalse(Carbon.claims(INNER));
    }

    @Test
    void doesNotBelieveAnybodyElse() {
        for (String from : new String[] {"mallory@x.org", "alice@x.org/desk", "x.org", null, "@@"}) {
            assertNull(Carbon.read(copy(from, "sent"), SELF), from);
        }
    }
}
