package dev.duet.spi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "EXAMPLE.org, example.org, true",
        "example.org., example.org, true",
        "example.org, im.example.org, false",
        "*.example.org, im.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, a.b.example.org, false",
        "i*.example.org, im.example.org, false",
        "*.org, example.org, false",
        "*, example, false",
        "xn--mnchen-3ya.example, xn--mnchen-3ya.example, true",
    })
    void comparesNamesAsRfc6125Says(String presented, String wanted, boolean same) {
        assertEquals(same, CertificateNames.matches(presented, wanted));
    }

    @Test
    void anAddressIsMatchedByAnAddressAlone() {
        CertificateNames dns = new CertificateNames(List.of("127.0.0.1", "*.0.0.1"), List.of(), List.of());
        assertFalse(dns.standFor("127.0.0.1"));
        CertificateNames address = new CertificateNames(List.of(), List.of("127.0.0.1"), List.of());
        assertTrue(address.standFor("127.0.0.1"));
        assertFalse(address.standFor("127.0.0.2"));
        assertFalse(address.standFor("example.org"));
    }

    @Test
    void anIpv6AddressMayBeWrittenInManyWays() {
        CertificateNames names = new CertificateNames(List.of(), List.of("0:0:0:0:0:0:0:1"), List.of());
        assertTrue(names.standFor("::1"));
        assertTrue(names.standFor("[::1]"));
        assertFalse(names.standFor("::2"));
    }

    @Test
    void uriNamesDoNotStandForAHost() {
        assertFalse(new CertificateNames(List.of(), List.of(), List.of("sip:example.org")).standFor("example.org"));
    }
}
