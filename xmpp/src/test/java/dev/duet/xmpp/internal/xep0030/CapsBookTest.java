package dev.duet.xmpp.internal.xep0030;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapsBookTest {

    private static final Address.Xmpp PDA = Address.xmpp("bob@x.org/pda");
    private static final Address.Xmpp DESK = Address.xmpp("carol@x.org/desk");
    private static final Xml PRESENCE =
            Xml.element("presence", Xml.CLIENT).add(Answers.CAPS.write()).build();
    private static final Xml TRUTH = Answers.OURSELVES.write(Answers.CAPS.queryNode());

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final LinkListener listener = mock();
    private final Iqs iqs = new Iqs(sent::add, loop, Address.xmpp("alice@x.org/desk"), Duration.ofSeconds(30));
    private final CapsCache cache = new CapsCache();
    private final CapsBook book = new CapsBook(iqs, loop, listener, cache);

    private void answer(int request, Xml query) {
        Xml asked = sent.get(request);
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", asked.attribute("id"))
                .attribute("from", asked.attribute("to"))
                .add(query)
                .build());
    }

    @Test
    void asksOneDeviceForAll() {
        book.available(PDA, PRESENCE);
        book.available(DESK, PRESENCE);
        assertEquals(1, sent.size());
        assertEquals(Answers.CAPS.queryNode(), sent.get(0).children().get(0).attribute("node"));
        answer(0, TRUTH);
        verify(listener).capabilities(PDA, Answers.OURSELVES.capabilities());
        verify(listener).capabilities(DESK, Answers.OURSELVES.capabilities());
        assertTrue(book.anyMayHave(List.of(DESK), "urn:xmpp:receipts"));

        CapsBook next = new CapsBook(iqs, loop, listener, cache);
        next.available(PDA, PRESENCE);
        assertEquals(1, sent.size(), "What was proven once need not be asked again");
    }

    @Test
    void aLieCountsForTheLiarAlone() {
        book.available(PDA, PRESENCE);
        book.available(DESK, PRESENCE);
        answer(0, Xml.empty("query", DiscoInfo.NAMESPACE));
        verify(listener, never())
                .capabilities(DESK, new DiscoInfo(List.of(), java.util.Set.of(), List.of()).capabilities());
        assertEquals(2, sent.size(), "The next device is asked");
        answer(1, TRUTH);
        verify(listener).capabilities(DESK, Answers.OURSELVES.capabilities());
        assertFalse(book.anyMayHave(List.of(PDA), "urn:xmpp:receipts"));
    }

    @Test
    void aDeviceThatWentIsNotToldOf() {
        book.available(PDA, PRESENCE);
        book.unavailable(PDA);
        answer(0, TRUTH);
        verify(listener, never()).capabilities(any(), any());
    }

    @Test
    void aSilentDeviceDoesNotKeepTheOthersWaiting() {
        book.available(PDA, PRESENCE);
        book.available(DESK, PRESENCE);
        loop.advance(CapsBook.PATIENCE);
        assertEquals(DESK.jid(), sent.get(1).attribute("to"));
        answer(1, TRUTH);
        verify(listener).capabilities(DESK, Answers.OURSELVES.capabilities());
        verify(listener).capabilities(PDA, Answers.OURSELVES.capabilities());
    }

    @Test
    void whoComesWhileTheFirstIsSilentIsAskedAtOnce() {
        book.available(PDA, PRESENCE);
        loop.advance(CapsBook.PATIENCE);
        book.available(DESK, PRESENCE);
        assertEquals(DESK.jid(), sent.get(1).attribute("to"));
        answer(1, Xml.empty("query", DiscoInfo.NAMESPACE));
        answer(0, TRUTH);
        verify(listener).capabilities(PDA, Answers.OURSELVES.capabilities());
        verify(listener, never()).capabilities(DESK, Answers.OURSELVES.capabilities());
    }

    @Test
    void asksTheNextDeviceWhenTheFirstIsSilent() {
        book.available(PDA, PRESENCE);
        book.available(DESK, PRESENCE);
        loop.advance(Duration.ofSeconds(31));
        assertEquals(DESK.jid(), sent.get(1).attribute("to"));
    }
}
