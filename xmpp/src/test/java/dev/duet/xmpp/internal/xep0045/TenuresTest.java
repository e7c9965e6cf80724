package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who said what, where a nickname may be somebody else's by now. */
class TenuresTest {

    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.x.org");

    private final Tenures tenures = new Tenures();

    private void told(String nickname, String type, @Nullable String jid, String newNickname) {
        Xml.Builder item = Xml.element("item", RoomCodec.USER)
                .attribute("affiliation", "none")
                .attribute("role", type.isEmpty() ? "participant" : "none")
                .attribute("jid", jid)
                .attribute("nick", newNickname.isEmpty() ? null : newNickname);
        Xml.Builder user = Xml.element("x", RoomCodec.USER).add(item.build());
        if (!newNickname.isEmpty()) {
            user.add(Xml.element("status", RoomCodec.USER)
                    .attribute("code", "303")
                    .build());
        }
        Xml presence = Xml.element("presence", Xml.CLIENT)
                .attribute("type", type.isEmpty() ? null : type)
                .add(user.build())
                .build();
        tenures.told(RoomCodec.read(ROOM.withResource(nickname), presence, false));
    }

    private void comes(String nickname) {
        told(nickname, "", null, "");
    }

    private void goes(String nickname) {
        told(nickname, "unavailable", null, "");
    }

    @Test
    void whoStaysIsTheAuthor() {
        comes("Bob");
        String bob = tenures.holder("Bob");
        tenures.said("1", bob);
        comes("Bob"); // with another show
        assertTrue(tenures.isAuthor(tenures.holder("Bob"), "1"));
        assertFalse(tenures.isAuthor(bob, "2"));
    }

    @Test
    void whoTakesTheNicknameAfterwardsIsAnother() {
        comes("Bob");
        tenures.said("1", tenures.holder("Bob"));
        goes("Bob");
        assertNull(tenures.holder("Bob"));
        comes("Bob");
        assertFalse(tenures.isAuthor(tenures.holder("Bob"), "1"));
    }

    @Test
    void anotherNicknameMakesNobodyAnother() {
        comes("Bob");
        tenures.said("1", tenures.holder("Bob"));
        told("Bob", "unavailable", null, "Bobby");
        comes("Bobby");
        comes("Bob");
        assertTrue(tenures.isAuthor(tenures.holder("Bobby"), "1"));
        assertFalse(tenures.isAuthor(tenures.holder("Bob"), "1"));
    }

    @Test
    void anAddressOutlivesAVisit() {
        told("Bob", "", "bob@x.org/desk", "");
        tenures.said("1", tenures.holder("Bob"));
        tenures.forgetHolders();
        assertNull(tenures.holder("Bob"));
        told("Bob", "", "bob@x.org/desk", "");
        assertTrue(tenures.isAuthor(tenures.holder("Bob"), "1"));
        goes("Bob");
        told("Bob", "", "mallory@x.org/desk", "");
        assertFalse(tenures.isAuthor(tenures.holder("Bob"), "1"));
    }

    @Test
    void whatWasSaidUnseenIsNobodys() {
        tenures.said("1", tenures.holder("Bob"));
        comes("Bob");
        assertFalse(tenures.isAuthor(tenures.holder("Bob"), "1"));
        assertFalse(tenures.isAuthor(null, "1"));
    }

    @Test
    void theFirstWhoUsesAnIdKeepsIt() {
        comes("Bob");
        comes("Mallory");
        tenures.said("1", tenures.holder("Bob"));
        tenures.said("1", tenures.holder("Mallory"));
        assertTrue(tenures.isAuthor(tenures.holder("Bob"), "1"));
        assertFalse(tenures.isAuthor(tenures.holder("Mallory"), "1"));
    }

    @Test
    void tenThousandMessagesAreRemembered() {
        comes("Bob");
        String bob = tenures.holder("Bob");
        for (int i = 0; i <= 10_000; i++) {
            tenures.said("id" + i, bob);
        }
        assertFalse(tenures.isAuthor(bob, "id0"));
        assertTrue(tenures.isAuthor(bob, "id1"));
        assertEquals(bob, tenures.holder("Bob"));
    }
}
