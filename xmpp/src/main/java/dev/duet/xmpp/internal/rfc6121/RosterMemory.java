package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.RosterEntry;
import dev.duet.spi.OnLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account remembers of its contact list from session to session. */
@OnLoop
public final class RosterMemory {

    /** Whom the user refused to be seen by. */
    final Set<Address.Xmpp> refused = new HashSet<>();

    /** Whom the user allowed to see them, asked or not. */
    final Set<Address.Xmpp> allowed = new HashSet<>();

    /** The list, as it was last. */
    final Map<Address.Xmpp, RosterEntry> entries = new HashMap<>();

    /** Which version of it that is (RFC 6121 2.6); null when the server has none. */
    @Nullable
    String version;
}
