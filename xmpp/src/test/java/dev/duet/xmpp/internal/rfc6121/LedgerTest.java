package dev.duet.xmpp.internal.rfc6121;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.example.com");

    private final Ledger ledger = new Ledger();

    private Xml message(String id) {
        ledger.wrote(id, ROOM);
        return Xml.element("message", Xml.CLIENT).attribute("id", id).build();
    }

    @Test
    void whatArrivedBeforeTheServerSaidSoIsNotSentAgain() {
        Xml one = message("1");
        Xml two = message("2");
        Xml three = message("3");
        ledger.keep(three);
        ledger.arrived("3");
        ledger.arrived("1");
        ledger.keepFirst(List.of(one, two));
        ledger.keep(one);
        assertEquals(List.of(two), ledger.takeKept());
        assertTrue(ledger.hasArrived(one));
        assertFalse(ledger.hasArrived(two));
    }

    @Test
    void nobodyCanSayThatOfWhatTheUserDidNotWrite() {
        ledger.arrived("4");
        Xml four = message("4");
        ledger.keep(four);
        assertEquals(List.of(four), ledger.takeKept());
    }
}
