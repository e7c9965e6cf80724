package dev.duet.xmpp.internal.xep0484;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Secret;
import org.junit.jupiter.api.Test;

/** Which token an account signs in with next. */
class TokensTest {

    private static final FastToken ONE = new FastToken("HT-SHA-256-NONE", Secret.of("one-token"));
    private static final FastToken TWO = new FastToken("HT-SHA-256-NONE", Secret.of("two-token"));

    private final Tokens tokens = new Tokens();

    @Test
    void theNewestIsTaken() {
        tokens.put(ONE, tokens.epoch());
        tokens.put(TWO, tokens.epoch());
        assertEquals(TWO, tokens.get());
        tokens.discard(ONE);
        assertEquals(TWO, tokens.get());
        tokens.discard(TWO);
        assertNull(tokens.get());
    }

    @Test
    void aTokenOfThePasswordBeforeIsNotKept() {
        long before = tokens.epoch();
        tokens.clear();
        tokens.put(ONE, before);
        assertNull(tokens.get());
    }

    @Test
    void noTokenIsShown() {
        assertFalse(ONE.toString().contains("one-token"));
    }
}
