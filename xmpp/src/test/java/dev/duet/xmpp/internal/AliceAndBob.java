package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.xmpp.internal.Fixture.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two accounts that are online on the sandbox's server, and break no rule. */
abstract class AliceAndBob {

    Fixture fixture;
    Client alice;
    Client bob;

    /** Where they are. */
    Fixture fixture() {
        return new Fixture();
    }

    @BeforeEach
    void start() {
        fixture = fixture();
        alice = fixture.client("alice").online();
        bob = fixture.client("bob").online();
    }

    @AfterEach
    void stop() {
        List<?> violations = fixture.server.violations();
        fixture.close();
        assertEquals(List.of(), violations);
    }
}
