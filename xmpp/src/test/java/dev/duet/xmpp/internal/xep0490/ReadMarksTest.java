package dev.duet.xmpp.internal.xep0490;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadMarksTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@example.org/desk");
    private static final Address.Xmpp BOB = Address.xmpp("bob@example.org");
    private static final DiscoInfo PEP =
            new DiscoInfo(List.of(new DiscoInfo.Identity("pubsub", "pep", "", "")), Set.of(), List.of());

    private final List<Xml> sent = new ArrayList<>();
    private final LinkListener listener = mock(LinkListener.class);
    private final Iqs iqs = new Iqs(sent::add, new VirtualLoop(), SELF, Duration.ofSeconds(30));
    private final ReadMarks marks = new ReadMarks(new Pep(iqs), SELF, listener);

    private static Xml item(String namespace, String with, String id) {
        return Xml.element("item", namespace)
                .attribute("id", with)
                .add(Xml.element("displayed", ReadMarks.NAMESPACE)
                        .add(Xml.element("stanza-id", "urn:xmpp:sid:0")
                                .attribute("by", "alice@example.org")
                                .attribute("id", id)
                                .build())
                        .build())
                .build();
    }

    private static Xml event(String with, String id) {
        return Xml.element("items", Pep.EVENT)
                .attribute("node", ReadMarks.NAMESPACE)
                .add(item(Pep.EVENT, with, id))
                .build();
    }

    @Test
    void whatWasReadBeforeIsFetchedAtSignIn() {
        marks.account(PEP);
        Xml items = Xml.element("items", Pep.NAMESPACE)
                .add(item(Pep.NAMESPACE, "bob@example.org", "s-1"))
                .add(item(Pep.NAMESPACE, "not a jid@@", "s-2"))
                .add(Xml.element("item", Pep.NAMESPACE)
                        .attribute("id", "carol@example.org")
                        .build())
                .build();
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", sent.get(0).attribute("id"))
                .add(Xml.element("pubsub", Pep.NAMESPACE).add(items).build())
                .build());
        verify(listener).readElsewhere(BOB, "s-1");
        verify(listener, never()).readElsewhere(any(), eq("s-2"));
    }

    @Test
    void whatIsReadIsPublishedOnceForTheUserAlone() {
        marks.account(PEP);
        marks.read(BOB, "s-1", SELF);
        marks.read(BOB, "s-1", SELF);
        marks.read(BOB, "", SELF);
        assertEquals(2, sent.size());
        String publish = sent.get(1).toString();
        assertTrue(publish.contains("<item id='bob@example.org'>"), publish);
        assertTrue(publish.contains("<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.org' id='s-1'/>"), publish);
        assertTrue(publish.contains("whitelist"), publish);
        marks.event(SELF.bare(), ReadMarks.NAMESPACE, event("bob@example.org", "s-1"));
        verify(listener, never()).readElsewhere(any(), any());
    }

    @Test
    void onlyTheUsersOwnNodeCounts() {
        marks.event(BOB, ReadMarks.NAMESPACE, event("carol@example.org", "s-1"));
        marks.event(SELF.bare(), "urn:other", event("carol@example.org", "s-1"));
        verify(listener, never()).readElsewhere(any(), any());
        marks.event(SELF.bare(), ReadMarks.NAMESPACE, event("carol@example.org", "s-1"));
        verify(listener).readElsewhere(Address.xmpp("carol@example.org"), "s-1");
    }

    @Test
    void withoutPepNothingIsAsked() {
        marks.account(DiscoInfo.NOTHING);
        marks.read(BOB, "s-1", SELF);
        assertTrue(sent.isEmpty());
    }
}
