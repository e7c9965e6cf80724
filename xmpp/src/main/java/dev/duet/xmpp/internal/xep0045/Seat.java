package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.JoinOptions;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** That the user wants to be in a room, and what is known of it from session to session. */
@OnLoop
final class Seat {

    final Address.Xmpp room;
    final CatchUp.Place place = new CatchUp.Place();
    final Set<String> nicknames = new LinkedHashSet<>();
    final Tenures tenures = new Tenures();
    /** True for a room that the server keeps in mind, as one in which the user's devices are by themselves. */
    final boolean kept;

    boolean entered;
    Instant last = Instant.EPOCH;
    private JoinOptions options;

    Seat(Address.Xmpp room, JoinOptions options, boolean kept) {
        this.room = room;
        this.kept = kept;
        this.options = options;
    }

    JoinOptions options() {
        return options;
    }

    /** The user is in, by that nickname. */
    void entered(String nickname) {
        entered = true;
        options = options.withNickname(nickname);
        nicknames.add(nickname);
    }

    Address.Xmpp occupant() {
        return room.withResource(options.nickname());
    }
}
