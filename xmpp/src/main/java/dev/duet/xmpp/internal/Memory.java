package dev.duet.xmpp.internal;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.MessageContent;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.rfc6121.RosterMemory;
import dev.duet.xmpp.internal.xep0045.RoomMemory;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account remembers from session to session. */
@OnLoop
final class Memory {

    /** Messages. */
    final Ledger ledger = new Ledger();

    /** How far in its archive. */
    final CatchUp.Place place = new CatchUp.Place();

    /** The rooms. */
    final RoomMemory rooms = new RoomMemory();

    /** The contact list. */
    final RosterMemory roster = new RosterMemory();

    /** The avatar that presence announces (XEP-0153), empty for none; null where the server announces it. */
    @Nullable
    String avatar;

    /** What PEP holds of us, as far as we put it there; null when that is not known. */
    @Nullable
    Set<Activity> published = Set.of();

    /** A message of ours as it goes on the wire. */
    Xml written(String id, Address.Xmpp to, MessageContent content) {
        return rooms.isRoom(to)
                ? Messages.toRoom(ledger, id, to.bare(), content)
                : Messages.content(ledger, id, to, content);
    }
}
