package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Test
    void loopbackAndLinkLocalAddressesAreNotForOthers() throws Exception {
        for (InetAddress each : Addresses.global()) {
            assertFalse(each.isLoopbackAddress() || each.isLinkLocalAddress() || each.isMulticastAddress());
        }
    }

    @Test
    void namesAreNoLiterals() {
        assertTrue(Addresses.isLiteral("192.0.2.1"));
        assertTrue(Addresses.isLiteral("2001:db8::1"));
        assertTrue(Addresses.isLiteral("fe80::1%eth0"));
        for (String name : new String[] {"example.com", "", "1.2.3", "dead.beef", "a:b:c:name", "4000"}) {
            assertFalse(Addresses.isLiteral(name), name);
        }
        assertNull(Addresses.literal("example.com"));
        assertNull(Addresses.literal("999.1.1.1"));
    }

    @Test
    void theConfiguredAddressGoesFirst() throws Exception {
        assertEquals(
                "127.0.0.1",
                Addresses.choose("127.0.0.1", "192.0.2.1", new Endpoint("192.0.2.9", 4))
                        .getHostAddress());
    }

    @Test
    void theHintCountsOnlyWhenItIsOursAndFits() throws Exception {
        assertEquals("127.0.0.1", Addresses.choose(null, "127.0.0.1", null).getHostAddress());
        assertFalse(Addresses.choose(null, "192.0.2.1", null).getHostAddress().equals("192.0.2.1"));
        assertTrue(Addresses.choose(null, "127.0.0.1", new Endpoint("::1", 4000)) instanceof java.net.Inet6Address);
    }

    @Test
    void withoutAHintTheRouteToThePeerDecides() throws Exception {
        assertEquals(
                "127.0.0.1",
                Addresses.choose(null, "", new Endpoint("127.0.0.1", 4000)).getHostAddress());
    }

    @Test
    void aZoneIsNotDescribed() throws Exception {
        InetAddress zoned = java.net.Inet6Address.getByAddress(
                "", InetAddress.getByName("fe80::1").getAddress(), 1);
        assertEquals(
                "fe80:0:0:0:0:0:0:1",
                Addresses.endpoint(new InetSocketAddress(zoned, 4)).host());
    }
}
