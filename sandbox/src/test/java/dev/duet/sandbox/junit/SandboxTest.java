package dev.duet.sandbox.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import dev.duet.sandbox.XmppServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The extension as a user's test meets it. */
@Sandbox(users = {"alice", "bob"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxTest {

    private final DuetSandbox given;
    private DuetSandbox atFirst;
    private SandboxUser aliceBefore;

    SandboxTest(DuetSandbox given) {
        this.given = given;
    }

    @BeforeAll
    void before(DuetSandbox sandbox) {
        atFirst = sandbox;
    }

    @BeforeEach
    void beforeEach(@Named("alice") SandboxUser person) {
        aliceBefore = person;
    }

    @Test
    @Order(1)
    void all_parts_can_be_asked_for(
            DuetSandbox sandbox,
            SipServer sip,
            XmppServer xmpp,
            DnsServer dns,
            TestAuthority authority,
            Users users,
            SandboxUser alice,
            @Named("bob") SandboxUser other) {
        assertSame(given, sandbox);
        assertSame(atFirst, sandbox);
        assertSame(sandbox.sip(), sip);
        assertSame(sandbox.xmpp(), xmpp);
        assertSame(sandbox.dns(), dns);
        assertSame(sandbox.authority(), authority);
        assertSame(sandbox.users(), users);
        assertEquals("alice@example.com", alice.jid());
        assertEquals("bob@example.com", other.jid());
        assertEquals(aliceBefore, alice);
        assertEquals(List.of(alice, other), users.all());
        sandbox.addUser("carol", "secret");
        sandbox.addUser("alice", "changed");
    }

    @Test
    @Order(2)
    void the_next_test_finds_the_same_sandbox_with_people_as_asked_for(DuetSandbox sandbox, SandboxUser alice) {
        assertSame(atFirst, sandbox);
        assertEquals(2, sandbox.users().all().size());
        assertNotEquals("changed", alice.password());
    }

    @Test
    @Order(3)
    @Sandbox(
            users = {"alice", "dave"},
            domain = "example.net",
            seed = 7)
    void a_method_may_have_a_sandbox_of_its_own(DuetSandbox sandbox, SandboxUser dave) {
        assertNotSame(atFirst, sandbox);
        assertEquals("dave@example.net", dave.jid());
        assertEquals(7, sandbox.seed());
        assertEquals(2, sandbox.users().all().size());
    }

    @Test
    @Order(4)
    void after_it_the_class_has_its_own_again(DuetSandbox sandbox) {
        assertSame(atFirst, sandbox);
    }

    @Nested
    class Inside {
        @Test
        void a_nested_class_shares_it(DuetSandbox sandbox, SandboxUser bob) {
            assertSame(atFirst, sandbox);
            assertEquals("bob@example.com", bob.jid());
        }
    }
}
