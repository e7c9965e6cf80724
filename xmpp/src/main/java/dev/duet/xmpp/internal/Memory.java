package dev.duet.xmpp.internal;

import dev.duet.model.Activity;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.rfc6121.RosterMemory;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account remembers from session to session. */
@OnLoop
final class Memory {

    /** Messages. */
    final Ledger ledger = new Ledger();

    /** How far in its archive. */
    final CatchUp.Place place = new CatchUp.Place();

    /** The contact list. */
    final RosterMemory roster = new RosterMemory();

    /** The avatar that presence announces (XEP-0153), empty for none; null where the server announces it. */
    @Nullable
    String avatar;

    /** What PEP holds of us, as far as we put it there; null when that is not known. */
    @Nullable
    Set<Activity> published = Set.of();
}
