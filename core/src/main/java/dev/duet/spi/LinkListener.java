package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Bookmark;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageSummary;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of one half of an account. All methods may be called from any thread, none of them blocks. */
public interface LinkListener {

    /** The link's state changed. */
    void state(LinkState state);

    /** An operation is done. */
    void completed(long operation);

    /** An operation did not succeed. */
    void failed(long operation, Failure failure);

    /** An operation that asks something is done, and this is the answer. */
    default void answered(long operation, LinkAnswer answer) {}

    /** An operation that asks for a place for a file is done, and this is the place. */
    default void slot(long operation, UploadSlot slot) {}

    /**
     * Somebody calls. The leg's description or its wish for one is told afterwards, to the listener that is returned.
     */
    CallLeg.Listener incoming(CallLeg leg, Arrival arrival);

    /** Somebody calls of whom nothing more is told than an address, and a name that may be empty. */
    default CallLeg.Listener incoming(CallLeg leg, Address from, String callerName) {
        return incoming(leg, Arrival.of(from, callerName));
    }

    /**
     * Somebody who is in no call with this account wants it to call somebody.
     *
     * @param from who asks, as far as the protocol vouches for it
     */
    default void referred(Address from, Referral referral) {
        referral.refuse();
    }

    /** A text message came. */
    void message(IncomingMessage message);

    /** A message of ours came further, or failed. */
    void delivery(String messageId, Delivery delivery);

    /**
     * Another device of the user showed messages.
     *
     * @param with whose messages
     * @param messageId the last that was shown, by its id or by its id in the archive
     */
    void readElsewhere(Address with, String messageId);

    /**
     * What waits in a mailbox, as its server tells.
     *
     * @param mailbox whose: this link's own address, or another that was subscribed to
     */
    default void messageSummary(Address mailbox, MessageSummary summary) {}

    /** Somebody types, or stopped. */
    void chatState(Address from, ChatState state);

    /** A source told something about somebody's presence; it replaces what the same source told before. */
    void presence(PresenceFragment fragment);

    /** A source of somebody's presence is gone. */
    void presenceGone(Address contact, PresenceFragment.Source source);

    /** All of a contact list, as a server keeps it; replaces what this link told before. */
    void roster(List<RosterEntry> entries);

    /** An entry of a contact list is new or changed. */
    void rosterEntry(RosterEntry entry);

    /** An entry is gone from a contact list. */
    void rosterEntryRemoved(Address contact);

    /**
     * What somebody says are their other addresses; replaces what the same source said before. Ignored by a listener
     * that merges no contacts.
     *
     * @param by whose vCard, call or presence says so, a bare address
     * @param kind VCARD, CALL_INFO or PRESENCE
     * @param of the other addresses; empty when it says nothing any more
     */
    default void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {}

    /**
     * All of the list of blocked addresses that the server keeps; replaces what was told before, and stays known while
     * the link is offline.
     */
    default void blockList(Set<Address> blocked) {}

    /** What somebody wishes to be called; empty for nothing any more. */
    default void nickname(Address of, String nickname) {}

    /** Somebody announced an avatar, by the SHA-1 of its bytes (see {@link Avatar#id()}); empty for none any more. */
    default void avatarAnnounced(Address of, String id) {}

    /** How somebody feels; null when they do not tell any more. */
    default void mood(Address of, @Nullable Mood mood) {}

    /** What somebody listens to; null when they do not tell any more. */
    default void tune(Address of, @Nullable Tune tune) {}

    /** A vCard that was asked for. */
    default void vCard(Address of, VCard vCard) {}

    /** An avatar that was asked for. */
    default void avatar(Address of, Avatar avatar) {}

    /** When somebody was last there, which was asked for. */
    default void lastActivity(Address of, Instant at) {}

    /**
     * All the rooms that the server keeps in mind for the user; replaces what was told before, and stays known while
     * the link is offline.
     */
    default void bookmarks(List<Bookmark> bookmarks) {}

    /** Something happened in a room that the user is in, or on the way into. */
    default void room(Address room, RoomFact fact) {}

    /** Somebody asks to see this account's presence. */
    void contactRequest(Address from, String note);

    /**
     * What a device can do, as far as it told.
     *
     * @param device a full JID, or a SIP contact
     */
    void capabilities(Address device, Set<Capability> capabilities);

    /**
     * A text message, or a change of one.
     *
     * @param id the sender's id for it, or one made up when there was none
     * @param from who sent it, in a room the occupant; for one of the user's own, the user
     * @param to whom it was sent to; for one of the user's own in a room, the room
     * @param at when it was sent, if it was stored on the way; null for now
     * @param own true for one of the user's own: a copy of one that another device sent (XEP-0280), or one that a room
     *     passed on
     * @param originId the id by which others refer to it: its sender's (XEP-0359), in a room that of the room; empty
     *     when that is its id
     * @param archiveId the id that the user's archive, or the room, gave it (XEP-0359); empty when unknown
     * @param sender what stays the same of its sender, see {@link dev.duet.model.MessageDetails#sender()}; empty for
     *     the bare address
     */
    record IncomingMessage(
            String id,
            Address from,
            Address to,
            MessageContent content,
            @Nullable Instant at,
            boolean own,
            String originId,
            String archiveId,
            String sender) {

        /** A message of one whose address says who it is. */
        public IncomingMessage(
                String id,
                Address from,
                Address to,
                MessageContent content,
                @Nullable Instant at,
                boolean own,
                String originId,
                String archiveId) {
            this(id, from, to, content, at, own, originId, archiveId, "");
        }

        /** A text without more. */
        public IncomingMessage(String id, Address from, Address to, String body, @Nullable Instant at, boolean own) {
            this(id, from, to, MessageContent.Text.of(body), at, own, "", "");
        }

        /** The text; empty when it is a change of another message. */
        public String body() {
            return content instanceof MessageContent.Text text ? text.body() : "";
        }
    }
}
