package dev.duet.sandbox.internal.xmpp.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JidTest {

    @ParameterizedTest
    @CsvSource({
        "juliet@example.com,juliet@example.com",
        "Juliet@Example.COM/Foo,juliet@example.com/Foo",
        "juliet@example.com/foo bar,juliet@example.com/foo bar",
        "juliet@example.com/foo@bar/baz,juliet@example.com/foo@bar/baz",
        "foo\\20bar@example.com,foo\\20bar@example.com",
        "fußball@example.com,fußball@example.com",
        "example.com,example.com",
        "example.com.,example.com",
        "example.com/foobar,example.com/foobar",
        "[::1],[::1]",
        "a@bücher.example,a@bücher.example",
        "a@xn--bcher-kva.example,a@bücher.example"
    })
    void goodAddressesArePrepared(String text, String prepared) {
        assertEquals(prepared, Jid.parse(text).toString());
    }

    static String[] bad() {
        return new String[] {
            "",
            "@example.com",
            "juliet@",
            "juliet@example.com/",
            "\"juliet\"@example.com",
            "foo bar@example.com",
            "a:b@example.com",
            "a@b@example.com",
            "a@exa mple.com",
            "a@exa_mple.com",
            "a@example.com/\u0000",
            "a\u0007@example.com",
            "x".repeat(1024) + "@example.com",
            "a@example.com/" + "é".repeat(512)
        };
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badAddressesAreRefused(String text) {
        assertThrows(InvalidJidException.class, () -> Jid.parse(text));
    }

    @Test
    void theBareAddressHasNoResource() {
        assertEquals(Jid.parse("a@b"), Jid.parse("a@b/c").bare());
        assertEquals(Jid.parse("a@b/c"), Jid.parse("a@b").withResource("c"));
    }
}
