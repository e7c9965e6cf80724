package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeeOtherTest {

    @ParameterizedTest
    @CsvSource({
        "b.example.org, b.example.org, 5222",
        "b.example.org:9222, b.example.org, 9222",
        "192.0.2.7:80, 192.0.2.7, 80",
        "[2001:DB8::1]:9222, 2001:DB8::1, 9222",
        "[2001:DB8::1], 2001:DB8::1, 5222"
    })
    void readsWhereToGo(String text, String host, int port) {
        assertEquals(new Endpoint(host, port), SeeOther.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "host:", "host:port", "host:70000", "2001:db8::1", "[::1"})
    void goesNowhereForNonsense(String text) {
        assertNull(SeeOther.read(text));
    }

    @Test
    void otherFailuresSendNobodyOn() {
        assertNull(SeeOther.in(new IllegalStateException(new RuntimeException())));
        assertNull(SeeOther.read(null));
    }
}
