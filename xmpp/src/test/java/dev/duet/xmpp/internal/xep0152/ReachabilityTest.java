package dev.duet.xmpp.internal.xep0152;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim.Kind;
import dev.duet.spi.LinkListener;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private static final Address.Xmpp BOB = Address.xmpp("bob@example.org");

    private final LinkListener listener = mock(LinkListener.class);
    private final Reachability reachability =
            new Reachability(mock(Pep.class), listener, who -> who.bare().equals(BOB));

    private static Xml reach(String... uris) {
        Xml.Builder reach = Xml.element("reach", Reachability.NAMESPACE);
        for (String uri : uris) {
            reach.add(Xml.element("addr", Reachability.NAMESPACE)
                    .attribute("uri", uri)
                    .build());
        }
        return reach.build();
    }

    private static Xml items(Xml reach) {
        return Xml.element("items", Pep.EVENT)
                .add(Xml.element("item", Pep.EVENT).add(reach).build())
                .build();
    }

    @Test
    void whatContactsSayByPepIsAClaim() {
        reachability.event(
                BOB,
                Reachability.NAMESPACE,
                items(reach("tel:+1-303-555-1212", "sip:bob@pbx.example;transport=tcp", "tel:4711", "skype:bob", "")));
        verify(listener)
                .claims(BOB, Kind.PRESENCE, Set.of(Address.tel("+13035551212"), Address.sip("bob@pbx.example")));
        reachability.event(BOB, Reachability.NAMESPACE, Xml.empty("items", Pep.EVENT));
        verify(listener).claims(BOB, Kind.PRESENCE, Set.of());
    }

    @Test
    void whatContactsSayInPresenceIsAClaim() {
        Xml presence = Xml.element("presence", Xml.CLIENT)
                .add(reach("sip:bob@pbx.example"))
                .build();
        reachability.presence(BOB.withResource("desk"), presence);
        verify(listener).claims(BOB, Kind.PRESENCE, Set.of(Address.sip("bob@pbx.example")));
    }

    @Test
    void strangersSayNothing() {
        Address.Xmpp mallory = Address.xmpp("mallory@example.net");
        reachability.event(mallory, Reachability.NAMESPACE, items(reach("sip:bob@pbx.example")));
        reachability.presence(
                mallory,
                Xml.element("presence", Xml.CLIENT).add(reach("sip:b@x")).build());
        reachability.presence(BOB, Xml.empty("presence", Xml.CLIENT));
        verify(listener, never()).claims(any(), any(), any());
    }
}
