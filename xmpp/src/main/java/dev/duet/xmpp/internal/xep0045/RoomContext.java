package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What rooms need of their session.
 *
 * @param timeout how long to wait for a room
 * @param presence the user's presence for somebody in particular, with more in it
 */
public record RoomContext(
        Iqs iqs,
        Outbox out,
        Loop loop,
        Address.Xmpp self,
        LinkListener listener,
        Ledger ledger,
        Duration timeout,
        BiFunction<Address.Xmpp, List<Xml>, Xml> presence) {}
