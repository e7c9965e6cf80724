package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.IceServer;
import dev.duet.model.MessageContent;
import dev.duet.model.OwnPresence;
import dev.duet.model.RosterEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One half of one account: a SIP registration, or an XMPP session. Where a command can fail in a way that its caller
 * must learn of, it takes an operation number, and {@link LinkListener#completed} or {@link LinkListener#failed} tells
 * of that number once. A command that this protocol does not have fails as UNSUPPORTED; one without an operation
 * number is then ignored.
 */
@OnLoop
public interface Link {

    /**
     * Signs in. The outcome is told by {@link LinkListener#state}: CONNECTING, then ONLINE, FAILED (which ends the
     * attempt: wrong password, untrusted certificate) or WAITING (the link tries again by itself). Does nothing while
     * connecting or online; tries at once while waiting.
     */
    void connect();

    /**
     * Up to where the account has what its archive at the server has (XEP-0313); told before the first
     * {@link #connect}, if it is known: signing in then brings what came since.
     *
     * @param archiveId of the newest message that it has
     * @param at when that was sent
     */
    default void archivedUpTo(String archiveId, Instant at) {}

    /** Signs out with a good-bye on the wire. Told by state OFFLINE, at the latest after 3 s. */
    void disconnect();

    /** Signs out and ends the link for good. State OFFLINE is the last fact told. */
    void close();

    /** The network of this host changed: check, and rebuild at once what is dead. */
    void networkChanged();

    /** What this link can do in general. From any thread. */
    Set<Capability> capabilities();

    /** The local IP address of the way to the server, a hint for media; empty while unknown. From any thread. */
    default String localHost() {
        return "";
    }

    /** STUN and TURN servers that the server told of (XEP-0215); empty while unknown. From any thread. */
    default List<IceServer> iceServers() {
        return List.of();
    }

    /**
     * Begins a call. Nothing rings before the leg has what its protocol needs: a SIP leg sends INVITE with
     * {@link CallLeg#offer}; a Jingle leg may propose at once and ask for the offer later
     * ({@link CallLeg.Listener#wantsOffer}).
     *
     * @param target whom to call, an address of this link's protocol, or a telephone number
     * @param callerName what to call the caller where the protocol shows names; may be empty
     * @param options what is wished of it; what the protocol has no words for is left out. No wish that binds comes to
     *     a link without {@link Capability#CALL_OPTIONS}
     */
    CallLeg dial(Address target, String callerName, CallOptions options, CallLeg.Listener listener);

    /** Begins a call without wishes. */
    default CallLeg dial(Address target, String callerName, CallLeg.Listener listener) {
        return dial(target, callerName, CallOptions.DEFAULT, listener);
    }

    /**
     * Sends a text message, or a change of one. How far it came is told by {@link LinkListener#delivery} with its id:
     * SENT, DELIVERED and so on, or FAILED. An XMPP link that connects or waits keeps it and sends it, in order, when
     * it is online. What {@link #capabilities()} lacks fails as UNSUPPORTED; of a text, what the protocol has no words
     * for is left out.
     *
     * @param id unlike among the messages of the account; goes on the wire where the protocol has such ids
     */
    void send(String id, Address to, MessageContent content);

    /** Sends a text without more. */
    default void send(String id, Address to, String body) {
        send(id, to, MessageContent.Text.of(body));
    }

    /** Tells the other side of a conversation what the user does. */
    void chatState(Address to, ChatState state);

    /**
     * Gives up a message that was to be sent: it goes another way. What has left already may arrive all the same, and
     * is then told by {@link LinkListener#delivery}. A half that keeps nothing does nothing.
     */
    default void withdraw(String messageId) {}

    /**
     * What became of a message, or a change of one, that {@link LinkListener#message} told. Nothing that acknowledges
     * it goes out before, but for a bound: what a store does not keep in a few seconds is no more waited for.
     *
     * @param from the sender, as it was told
     */
    default void received(Address from, String messageId, Reception reception) {}

    /** What becomes of messages that come. */
    enum Reception {
        /** The account has it for good: it may be acknowledged, and who wants to know may be told (XEP-0184). */
        KEPT,
        /** The store fails. KEPT may follow. */
        FAILED,
        /** It is of somebody who is blocked: it is acknowledged, and nobody is told. */
        UNWANTED
    }

    /**
     * Tells the sender that its message and all before it were shown to the user, and the user's other devices, too
     * (XEP-0490).
     *
     * @param to the sender
     * @param archiveId the message's id in the archive; empty when unknown
     */
    void displayed(Address to, String messageId, String archiveId);

    /** Publishes own presence, now and again after each sign-in until the next call. */
    void publish(long operation, OwnPresence presence);

    /**
     * Whether the user looks at the application: where the server can (XEP-0352), it keeps what can wait for as long
     * as the user does not. Remembered over sign-outs; true at first. Ignored by a protocol without that.
     */
    default void active(boolean active) {}

    /**
     * Wants to learn somebody's presence without a contact list entry: a SIP subscription for presence and for
     * dialog-info (RFC 3856, RFC 4235), kept alive over sign-outs until {@link #unwatch}. For XMPP the roster does
     * this, and the call fails as UNSUPPORTED.
     */
    void watch(long operation, Address contact);

    /** Ends {@link #watch}. */
    void unwatch(Address contact);

    /**
     * Adds an entry to the server's contact list, or changes its name and groups; a new one also asks to see the
     * contact's presence.
     */
    void putContact(long operation, RosterEntry entry);

    /** Takes an entry off the server's contact list, and ends both directions of presence. */
    void removeContact(long operation, Address contact);

    /** The list of blocked addresses that the server keeps; empty for a protocol without such lists. */
    default Optional<Blocking> blocking() {
        return Optional.empty();
    }

    /** What this link can fetch and publish about people; empty for a protocol without that. */
    default Optional<PeopleLink> people() {
        return Optional.empty();
    }

    /** Making and changing accounts at the server; empty for a protocol without that. */
    default Optional<Registration> registration() {
        return Optional.empty();
    }

    /** True when calls by this link begin with {@link CallLeg#call} instead of an offer. From any thread. */
    default boolean calleeOffers() {
        return false;
    }

    /** Taking calls that are elsewhere; empty for a protocol without that. */
    default Optional<PickupLink> pickups() {
        return Optional.empty();
    }

    /** Subscriptions to event packages of any kind; empty for a protocol without those. */
    default Optional<EventLink> events() {
        return Optional.empty();
    }

    /** The archives of messages at servers; empty for a protocol without archives. */
    default Optional<ArchiveLink> archive() {
        return Optional.empty();
    }

    /** Places for files; empty for a protocol without those. */
    default Optional<UploadLink> uploads() {
        return Optional.empty();
    }

    /** What servers and services offer beside talking; empty for a protocol without that. */
    default Optional<ServiceLink> services() {
        return Optional.empty();
    }

    /** What this link can do in rooms; empty for a protocol without rooms. */
    default Optional<RoomLink> rooms() {
        return Optional.empty();
    }

    /** Answers somebody's wish to see this account's presence. */
    void answerRequest(Address from, boolean allowed);
}
