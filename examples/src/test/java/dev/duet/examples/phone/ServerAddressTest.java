package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {

    @ParameterizedTest(name = "{0} is host {1}, port {2}, transport {3}")
    @CsvSource({
        "sip.example.com:5061;transport=tls, sip.example.com, 5061, tls",
        "127.0.0.1:5060;transport=UDP, 127.0.0.1, 5060, udp",
        "127.0.0.1:5060, 127.0.0.1, 5060, ''",
        "sip.example.com, sip.example.com, 0, ''",
        "sip.example.com;transport=tcp, sip.example.com, 0, tcp",
        "[::1]:5060, ::1, 5060, ''",
        "'[fe80::1%lo];transport=tcp', fe80::1%lo, 0, tcp",
    })
    void reads(String text, String host, int port, String transport) {
        assertEquals(new ServerAddress(host, port, transport), ServerAddress.parse(text, "transport"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":5060",
                "host:x",
                "host:123456",
                "host:70000",
                "::1",
                "a b:1",
                "host:1;tls=direct",
                "host:1;tcp"
            })
    void refuses_what_is_no_server(String text) {
        assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text, "transport"));
    }

    @Test
    void tells_how_a_server_is_written() {
        String message = assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse("::1", "transport"))
                .getMessage();

        assertTrue(message.contains("HOST:PORT;transport="), message);
    }
}
