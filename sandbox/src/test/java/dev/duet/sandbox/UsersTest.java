package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    private final Users users = new Users("example.com");

    @Test
    void a_person_is_found_by_name_until_removed() {
        SandboxUser alice = users.add("alice", "secret");
        assertEquals(Optional.of(alice), users.find("alice"));
        assertTrue(users.remove("alice"));
        assertFalse(users.remove("alice"));
        assertEquals(Optional.empty(), users.find("alice"));
    }

    @Test
    void adding_again_changes_the_password() {
        users.add("alice", "old");
        users.add("alice", "new");
        assertEquals("new", users.find("alice").orElseThrow().password());
        assertEquals(1, users.all().size());
    }

    @Test
    void everybody_is_listed_by_name() {
        SandboxUser bob = users.add("bob", "2");
        SandboxUser alice = users.add("alice", "1");
        assertEquals(List.of(alice, bob), users.all());
    }

    @Test
    void addresses_are_those_of_both_protocols() {
        SandboxUser alice = users.add("alice", "secret");
        assertEquals("sip:alice@example.com", alice.sipUri());
        assertEquals("alice@example.com", alice.jid());
        assertEquals("sip:zo%C3%AB%23@example.com", users.add("zoë#", "x").sipUri());
    }

    @Test
    void the_password_is_never_told() {
        SandboxUser alice = users.add("alice", "secret");
        assertFalse(alice.toString().contains("secret"));
        assertFalse(users.toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "al ice", "alice@example.com", "a/b", "a:b", "a\"b", "a\u0007b"})
    void a_name_that_one_of_the_protocols_cannot_carry_is_misuse(String name) {
        assertThrows(IllegalArgumentException.class, () -> users.add(name, "secret"));
    }

    @Test
    void an_empty_password_is_misuse() {
        assertThrows(IllegalArgumentException.class, () -> users.add("alice", ""));
    }
}
