package dev.duet.xmpp.internal.rfc6121;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.spi.LinkListener;
import dev.duet.xmpp.internal.jingle.XmlText;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Address.Xmpp BOB = Address.xmpp("bob@x.org");

    private final List<Xml> sent = new ArrayList<>();
    private final Messages messages = new Messages(
            stanza -> sent.add(stanza),
            Address.xmpp("alice@x.org/desk"),
            mock(LinkListener.class),
            new Ledger(),
            new Messages.Known(to -> true, to -> true, () -> true));

    private void receive(String id, String children) {
        messages.received(
                BOB,
                XmlText.parse("<message xmlns='jabber:client' type='chat' from='bob@x.org/b' id='" + id + "'>"
                        + children + "</message>"));
    }

    @Test
    void whoAnswersWithoutAStateIsToldOfNoTyping() {
        receive("m-1", "<body>Hello</body>");
        messages.chatState(BOB, ChatState.COMPOSING);
        assertEquals(List.of(), sent);
    }

    @Test
    void aCorrectionWithoutAStateSaysNothingOfStates() {
        receive("m-1", "<body>Helo</body><active xmlns='http://jabber.org/protocol/chatstates'/>");
        receive("m-2", "<body>Hello</body><replace xmlns='urn:xmpp:message-correct:0' id='m-1'/>");
        messages.chatState(BOB, ChatState.COMPOSING);
        assertEquals(1, sent.size());
    }
}
