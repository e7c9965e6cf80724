package dev.duet.spi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1], 0:0:0:0:0:0:0:1",
        "2001:DB8::7, 2001:db8:0:0:0:0:0:7",
        "::ffff:10.0.0.1, 10.0.0.1"
    })
    void anAddressIsReadWithoutAsking(String written, String read) {
        InetAddress literal = Hosts.literal(written);
        assertNotNull(literal);
        assertEquals(read, literal.getHostAddress());
    }

    /** Some of them the JDK would ask the resolver about, and 1.2 it would take for 1.0.0.2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "256.1.1.1",
                "999.1.1.1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1234",
                "beef",
                "dead.beef",
                "a:b:c",
                ":",
                "1::2::3",
                "[::1",
                "example.com",
                "localhost",
                "1.2.3.4."
            })
    void whatIsNoAddressIsNone(String written) {
        assertNull(Hosts.literal(written));
    }

    @ParameterizedTest
    @CsvSource({
        "Example.COM, example.com",
        "example.com., example.com",
        "m\u00fcnchen.example, xn--mnchen-3ya.example",
        "M\u00dcNCHEN.example, xn--mnchen-3ya.example",
        "_sip._udp.Example.com, _sip._udp.example.com",
        "a..b, a..b"
    })
    void aNameIsComparedAsDnsWouldWriteIt(String name, String ascii) {
        assertEquals(ascii, Hosts.ascii(name));
    }

    @Test
    void aNameThatIsTooLongForDnsIsLeftAsItIs() {
        assertEquals("\u00fc" + "x".repeat(80), Hosts.ascii("\u00fc" + "X".repeat(80)));
    }
}
