package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomState;
import dev.duet.model.RoomState.Phase;
import dev.duet.spi.RoomFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the user stands with one room, and who is there, by what the room tells (XEP-0045 7). Knows no wire and no
 * clock: each input gives what it makes of it, in order.
 */
final class RoomMachine {

    private static final int MOST_OCCUPANTS = 50_000;

    private final Map<String, Occupant> occupants = new LinkedHashMap<>();
    private RoomState state = RoomState.OUT;
    private boolean leaving;

    RoomState state() {
        return state;
    }

    /** What the user is called there. */
    String nickname() {
        return state.nickname();
    }

    /** The user, when in. */
    @Nullable
    Occupant self() {
        return state.phase() == Phase.JOINED ? occupants.get(state.nickname()) : null;
    }

    boolean isThere(String nickname) {
        return occupants.containsKey(nickname);
    }

    /** The user is on the way in, for the first time or again. */
    List<RoomFact> enter(String nickname) {
        leaving = false;
        occupants.clear();
        return become(new RoomState(Phase.JOINING, nickname, null));
    }

    /** The user hides, and goes: what the room tells of that changes nothing. */
    List<RoomFact> hide(String nickname) {
        occupants.clear();
        return become(new RoomState(Phase.HIDDEN, nickname, null));
    }

    /** The user is about to leave. */
    void leave() {
        leaving = true;
    }

    /** The user is out for good. */
    List<RoomFact> out(RoomExit exit) {
        occupants.clear();
        return become(new RoomState(Phase.OUT, "", exit));
    }

    private List<RoomFact> become(RoomState after) {
        if (after.equals(state)) {
            return List.of();
        }
        state = after;
        return List.of(new RoomFact.State(after));
    }

    /** The room tells something of an occupant. */
    List<RoomFact> told(RoomPresence presence) {
        if (state.phase() == Phase.OUT || state.phase() == Phase.HIDDEN) {
            return List.of();
        }
        String nickname = presence.occupant().nickname();
        boolean self =
                presence.has(RoomPresence.SELF) || state.phase() == Phase.JOINED && nickname.equals(state.nickname());
        if (!presence.available()) {
            return presence.newNickname().isEmpty() ? went(presence, self) : renamed(presence, self);
        }
        if (!self && occupants.size() >= MOST_OCCUPANTS && !occupants.containsKey(nickname)) {
            return List.of();
        }
        Occupant before = occupants.put(nickname, presence.occupant());
        if (state.phase() == Phase.JOINING) {
            return self ? entered(nickname) : List.of();
        }
        return presence.occupant().equals(before)
                ? List.of()
                : List.of(new RoomFact.Changed(before, presence.occupant(), null));
    }

    /** The user's own presence comes after that of all others (7.2.2). */
    private List<RoomFact> entered(String nickname) {
        List<RoomFact> facts = new ArrayList<>(become(new RoomState(Phase.JOINED, nickname, null)));
        facts.add(new RoomFact.Occupants(List.copyOf(occupants.values())));
        return facts;
    }

    private List<RoomFact> renamed(RoomPresence presence, boolean self) {
        Occupant before = occupants.remove(presence.occupant().nickname());
        if (before == null) {
            return List.of();
        }
        Occupant after = new Occupant(
                presence.newNickname(),
                before.id(),
                before.address(),
                before.role(),
                before.affiliation(),
                before.availability(),
                before.note());
        occupants.put(after.nickname(), after);
        if (state.phase() == Phase.JOINING) {
            return List.of();
        }
        List<RoomFact> facts = new ArrayList<>();
        facts.add(new RoomFact.Changed(before, after, null));
        if (self) {
            facts.addAll(become(new RoomState(Phase.JOINED, after.nickname(), null)));
        }
        return facts;
    }

    private List<RoomFact> went(RoomPresence presence, boolean self) {
        Occupant before = occupants.remove(presence.occupant().nickname());
        if (self) {
            boolean byItself = presence.exit().kind() == RoomExit.Kind.LOST
                    || presence.exit().kind() == RoomExit.Kind.LEFT && !leaving;
            if (!byItself) {
                return out(presence.exit());
            }
            // on the way in, it is an earlier session of the user's that goes
            return state.phase() == Phase.JOINED ? enter(state.nickname()) : List.of();
        }
        return before == null || state.phase() == Phase.JOINING
                ? List.of()
                : List.of(new RoomFact.Changed(before, null, presence.exit()));
    }
}
