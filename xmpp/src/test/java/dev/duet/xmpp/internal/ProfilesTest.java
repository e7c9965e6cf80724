package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.VCard;
import dev.duet.spi.PeopleLink;
import dev.duet.xmpp.internal.Fixture.Client;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** vCards and avatars at the sandbox's server, which has only those of former times (XEP-0054, XEP-0153). */
class ProfilesTest extends AliceAndBob {

    private static final Avatar FACE = Avatar.of("image/png", new byte[] {1, 2, 3});
    private static final VCard CARD = VCard.EMPTY
            .withFullName("Bob")
            .withAddresses(Set.of(Address.tel("+4930123"), Address.sip("bob@pbx.example")));

    @Override
    Fixture fixture() {
        return new Fixture(builder -> builder.without("XEP-0163"));
    }

    private interface Ask {
        void of(PeopleLink people, long operation);
    }

    private static void done(Client who, Ask ask) {
        long operation = who.command((link, number) -> ask.of(link.people().orElseThrow(), number));
        Fixture.eventually(() -> who.facts.completed.contains(operation));
    }

    @Test
    void aVCardIsPublishedAndFetched() {
        done(alice, (people, operation) -> people.fetchVCard(operation, bob.address));
        assertEquals(0, alice.facts.vCards.size(), "Bob has none yet");
        done(bob, (people, operation) -> people.publishVCard(operation, CARD));
        done(alice, (people, operation) -> people.fetchVCard(operation, bob.address));
        assertEquals(CARD, alice.facts.vCards.get(bob.address));
    }

    @Test
    void anAvatarIsAnnouncedInPresenceAndFetched() {
        fixture.befriend(alice, bob);
        done(bob, (people, operation) -> people.publishVCard(operation, CARD));
        done(bob, (people, operation) -> people.publishAvatar(operation, FACE));
        Fixture.eventually(() -> FACE.id().equals(alice.facts.avatarIds.get(bob.address)));
        done(alice, (people, operation) -> people.fetchAvatar(operation, bob.address));
        assertEquals(FACE, alice.facts.avatars.get(bob.address));
        done(alice, (people, operation) -> people.fetchVCard(operation, bob.address));
        assertEquals(CARD, alice.facts.vCards.get(bob.address), "the avatar has left the rest alone");

        done(bob, (people, operation) -> people.publishAvatar(operation, null));
        Fixture.eventually(() -> "".equals(alice.facts.avatarIds.get(bob.address)));
    }

    @Test
    void theUsersOwnAvatarIsFetched() {
        done(bob, (people, operation) -> people.publishAvatar(operation, FACE));
        Client desk = fixture.client("bob").online();
        done(desk, (people, operation) -> people.fetchAvatar(operation, bob.address));
        assertEquals(FACE, desk.facts.avatars.get(bob.address));
    }
}
