package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.xep0166.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a session.
 *
 * @param who the two sides
 * @param phase how far it is
 * @param taken true when the callee took the call: the user here, or, as far as we know, a device there
 * @param local what this side described last, as sent or to be sent
 * @param remote what the other side described last; its direction is what the other side wants
 * @param waiting candidates of ours that wait for our description to go out
 * @param early candidates of theirs that came before their description
 * @param change what we are changing
 * @param theirs what they changed, and the call has not answered yet
 */
record JingleModel(
        Sides who,
        Phase phase,
        boolean taken,
        @Nullable SessionDescription local,
        @Nullable SessionDescription remote,
        List<Trickled> waiting,
        List<Trickled> early,
        @Nullable Change change,
        @Nullable Theirs theirs) {

    JingleModel {
        waiting = List.copyOf(waiting);
        early = List.copyOf(early);
    }

    /**
     * The two sides of a session.
     *
     * @param role who we are
     * @param peer the other side, a bare address until a device took the proposal
     * @param proposed true when it begins with a proposal (XEP-0353)
     * @param trusted true when the other side may know that we are here
     */
    record Sides(Party role, String sid, Address.Xmpp self, Address.Xmpp peer, boolean proposed, boolean trusted) {

        Address.Xmpp initiator() {
            return role == Party.INITIATOR ? self : peer;
        }

        Sides with(Address.Xmpp newPeer) {
            return new Sides(role, sid, self, newPeer, proposed, trusted);
        }
    }

    /** How far a session is. */
    enum Phase {
        /** Nothing was sent, or nothing but the word that a device took the call: the description is awaited. */
        NEW,
        /** There is a proposal. */
        PROPOSED,
        /** There is a session-initiate. */
        PENDING,
        /** There is a session-accept. */
        ACTIVE,
        /** It is over. */
        ENDED
    }

    /**
     * A change of ours that is under way.
     *
     * @param restart true for new ICE credentials, false for another direction
     * @param before what was in force
     * @param hinted true when the other side understood the hint of hold or its end
     * @param attempts how often it was sent
     * @param answered true when the other side's credentials came before ours went out
     */
    record Change(boolean restart, SessionDescription before, boolean hinted, int attempts, boolean answered) {}

    /**
     * A change of theirs that the call has to answer.
     *
     * @param before what they had described before it
     * @param told true when the call was told; false while a change of ours is under way
     * @param again true when there was one more since
     */
    record Theirs(Kind kind, SessionDescription before, boolean told, boolean again) {

        /** What they change. */
        enum Kind {
            /** Who sends. */
            DIRECTION,
            /** The ICE credentials, by transport-info. */
            RESTART,
            /** The ICE credentials, by transport-replace. */
            REPLACE
        }

        Theirs onceMore() {
            return new Theirs(kind, before, told, true);
        }

        Theirs nowTold() {
            return new Theirs(kind, before, true, false);
        }
    }

    static JingleModel of(Sides who, Phase phase) {
        return new JingleModel(who, phase, false, null, null, List.of(), List.of(), null, null);
    }

    Party role() {
        return who.role();
    }

    boolean initiates() {
        return who.role() == Party.INITIATOR;
    }

    /** True for a call that came and nobody here has taken yet. */
    boolean isRinging() {
        return !initiates() && !taken && phase != Phase.ENDED;
    }

    /** True when our description is out. */
    boolean described() {
        return phase == Phase.ACTIVE || phase == Phase.PENDING && initiates();
    }

    /** What the other side described; misuse before it did. */
    SessionDescription theirDescription() {
        return Objects.requireNonNull(remote, "not described yet");
    }

    /** The medium of that name which both sides may know. */
    @Nullable
    MediaDescription medium(String name) {
        MediaDescription ours = find(local, name);
        return ours == null ? find(remote, name) : ours;
    }

    static @Nullable MediaDescription find(@Nullable SessionDescription description, String name) {
        return description == null
                ? null
                : description.media().stream()
                        .filter(medium -> Contents.name(medium).equals(name))
                        .findFirst()
                        .orElse(null);
    }

    /** A description with one medium put in the place of the one of the same name. */
    static SessionDescription put(SessionDescription description, MediaDescription medium) {
        List<MediaDescription> media = description.media().stream()
                .map(old -> Contents.name(old).equals(Contents.name(medium)) ? medium : old)
                .toList();
        return new SessionDescription(media, description.groups(), description.iceLite());
    }

    JingleModel with(Sides value) {
        return new JingleModel(value, phase, taken, local, remote, waiting, early, change, theirs);
    }

    JingleModel with(Phase value) {
        return new JingleModel(who, value, taken, local, remote, waiting, early, change, theirs);
    }

    JingleModel withTaken() {
        return new JingleModel(who, phase, true, local, remote, waiting, early, change, theirs);
    }

    JingleModel withLocal(SessionDescription value) {
        return new JingleModel(who, phase, taken, value, remote, waiting, early, change, theirs);
    }

    JingleModel withRemote(SessionDescription value) {
        return new JingleModel(who, phase, taken, local, value, waiting, early, change, theirs);
    }

    JingleModel withWaiting(List<Trickled> value) {
        return new JingleModel(who, phase, taken, local, remote, value, early, change, theirs);
    }

    JingleModel plusWaiting(Trickled value) {
        List<Trickled> all = new ArrayList<>(waiting);
        all.add(value);
        return withWaiting(all);
    }

    JingleModel withEarly(List<Trickled> value) {
        return new JingleModel(who, phase, taken, local, remote, waiting, value, change, theirs);
    }

    JingleModel withChange(@Nullable Change value) {
        return new JingleModel(who, phase, taken, local, remote, waiting, early, value, theirs);
    }

    JingleModel withTheirs(@Nullable Theirs value) {
        return new JingleModel(who, phase, taken, local, remote, waiting, early, change, value);
    }
}
