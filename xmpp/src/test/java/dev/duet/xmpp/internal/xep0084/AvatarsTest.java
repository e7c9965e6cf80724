package dev.duet.xmpp.internal.xep0084;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0292.VCards;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AvatarsTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@example.org/desk");
    private static final Address.Xmpp BOB = Address.xmpp("bob@example.org");
    private static final Avatar FACE = Avatar.of("image/png", new byte[] {1, 2, 3, 4, 5});
    private static final String TEXT = Base64.getEncoder().encodeToString(FACE.data());

    private final List<Xml> sent = new ArrayList<>();
    private final LinkListener listener = mock(LinkListener.class);
    private final Iqs iqs = new Iqs(sent::add, new VirtualLoop(), SELF, Duration.ofSeconds(30));
    private final Pep pep = new Pep(iqs);
    private final AvatarCache cache = new AvatarCache();
    private final Avatars avatars = new Avatars(
            pep,
            new VCards(iqs, pep, SELF, listener),
            SELF,
            listener,
            who -> who.bare().equals(BOB),
            cache);

    private static Xml metadata(String id, String bytes, String url) {
        Xml info = Xml.element("info", Avatars.METADATA)
                .attribute("id", id)
                .attribute("type", "image/png")
                .attribute("bytes", bytes)
                .attribute("url", url)
                .build();
        return Xml.element("items", Pep.EVENT)
                .attribute("node", Avatars.METADATA)
                .add(Xml.element("item", Pep.EVENT)
                        .attribute("id", id)
                        .add(Xml.element("metadata", Avatars.METADATA).add(info).build())
                        .build())
                .build();
    }

    private void answerLast(Xml payload) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", sent.get(sent.size() - 1).attribute("id"))
                .attribute("from", sent.get(sent.size() - 1).attribute("to"))
                .add(payload)
                .build());
    }

    private void answerData(String text) {
        Xml data = Xml.element("data", "urn:xmpp:avatar:data").text(text).build();
        Xml item = Xml.element("item", Pep.NAMESPACE).add(data).build();
        Xml items = Xml.element("items", Pep.NAMESPACE).add(item).build();
        answerLast(Xml.element("pubsub", Pep.NAMESPACE).add(items).build());
    }

    @Test
    void anAnnouncedPictureIsFetchedOnceWhenAskedForAndCheckedByItsHash() {
        avatars.event(BOB, Avatars.METADATA, metadata(FACE.id(), "5", null));
        verify(listener).avatarAnnounced(BOB, FACE.id());
        assertTrue(sent.isEmpty(), "nothing is fetched unasked");
        avatars.fetch(1, BOB);
        assertTrue(sent.get(0).toString().contains("<item id='" + FACE.id() + "'/>"), sent.get(0)::toString);
        answerData(TEXT.substring(0, 4) + "\n" + TEXT.substring(4));
        verify(listener).avatar(BOB, FACE);
        verify(listener).completed(1);
        avatars.fetch(2, BOB.withResource("phone"));
        verify(listener).completed(2);
        verify(listener, times(2)).avatar(BOB, FACE);
        assertEquals(1, sent.size(), "the cache has it");
    }

    @Test
    void otherBytesThanWereAnnouncedAreNoAvatar() {
        avatars.event(BOB, Avatars.METADATA, metadata(FACE.id(), "5", null));
        avatars.fetch(1, BOB);
        answerData("AAAA");
        verify(listener, never()).avatar(any(), any());
        verify(listener).completed(1);
        assertNull(cache.find(FACE.id()));
    }

    @Test
    void strangersHugePicturesAndThoseElsewhereCountAsNone() {
        avatars.event(Address.xmpp("mallory@example.net"), Avatars.METADATA, metadata(FACE.id(), "5", null));
        avatars.event(BOB, Avatars.METADATA, metadata(FACE.id(), "99999999999", null));
        avatars.event(BOB, Avatars.METADATA, metadata(FACE.id(), "5", "https://tracker.example/x.png"));
        avatars.event(BOB, Avatars.METADATA, metadata("../../etc", "5", null));
        verify(listener, never()).avatarAnnounced(any(), any());
        assertNull(AvatarData.read("A".repeat(2_000_000), "image/png", ""));
        assertNull(AvatarData.read("", "image/png", ""));
        assertNull(AvatarData.read("A", "image/png", ""));
        assertEquals("image/png", AvatarData.read(TEXT, "text/html", "").mediaType());
    }

    @Test
    void presenceAnnouncesWhereThereIsNothingInPep() {
        Xml presence = Xml.element("presence", Xml.CLIENT)
                .add(Avatars.write(FACE.id().toUpperCase(java.util.Locale.ROOT)))
                .build();
        avatars.presence(BOB.withResource("old"), presence);
        verify(listener).avatarAnnounced(BOB, FACE.id());
        avatars.fetch(1, BOB);
        Xml photo = Xml.element("PHOTO", "vcard-temp")
                .add("TYPE", "image/gif")
                .add("BINVAL", TEXT)
                .build();
        answerLast(Xml.element("vCard", "vcard-temp").add(photo).build());
        verify(listener).avatar(BOB, FACE);

        avatars.event(BOB, Avatars.METADATA, metadata("a".repeat(40), "7", null));
        avatars.presence(BOB.withResource("old"), presence);
        verify(listener, times(1)).avatarAnnounced(BOB, FACE.id());
    }

    @Test
    void whereTheServerCopiesItTheUsersGoesToPepAlone() {
        avatars.account(new DiscoInfo(
                List.of(new DiscoInfo.Identity("pubsub", "pep", "", "")), Set.of(Avatars.CONVERSION), List.of()));
        avatars.publish(1, FACE, id -> {
            throw new AssertionError("presence is the server's affair");
        });
        assertTrue(sent.get(0).toString().contains(TEXT), sent.get(0)::toString);
        answerLast(Xml.empty("pubsub", Pep.NAMESPACE));
        assertTrue(sent.get(1).toString().contains("bytes='5'"), sent.get(1)::toString);
        answerLast(Xml.empty("pubsub", Pep.NAMESPACE));
        verify(listener).completed(1);
        assertEquals(2, sent.size());
    }

    @Test
    void theCacheForgetsThoseThatWereNotLookedAtForLongest() {
        Avatar first = Avatar.of("image/png", new byte[Avatar.MAX_FETCHED]);
        cache.put(first);
        cache.put(FACE);
        for (int i = 1; i < 8; i++) {
            byte[] data = new byte[Avatar.MAX_FETCHED];
            data[0] = (byte) i;
            cache.find(FACE.id());
            cache.put(Avatar.of("image/png", data));
        }
        assertNotNull(cache.find(FACE.id()));
        assertNull(cache.find(first.id()));
    }
}
