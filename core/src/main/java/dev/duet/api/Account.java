package dev.duet.api;

import dev.duet.model.AccountState;
import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.CallRules;
import dev.duet.model.CallVerdict;
import dev.duet.model.MessageSummary;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.spi.RoutingPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One user, reachable by SIP, by XMPP, or by both as one service (RFC 7081). Either half may be missing: the account
 * then has fewer capabilities, and what only the missing half can do fails as UNSUPPORTED.
 *
 * <p>Not to be implemented by applications.
 */
public interface Account extends AutoCloseable {

    /** The name it was configured with. */
    String name();

    /** The state of both halves, now. */
    AccountState state();

    /**
     * One half, to start and stop it by itself.
     *
     * @throws IllegalArgumentException when the half is not configured
     */
    AccountLink link(Protocol protocol);

    /**
     * Signs in on every configured half; the two do not wait for each other, unless the configuration says so ({@link
     * dev.duet.model.AccountConfig#xmppAfterSip}). A half is online when others reach it:
     * SIP with its registration (RFC 3261 10), XMPP when the server has its presence (RFC 6121 4.2).
     *
     * @return completes with the state when every half is online; fails with the first failure as soon as every half
     *     has come online, has failed, or waits to try again. A half that came online stays up all the same
     */
    CompletableFuture<AccountState> connect();

    /** Signs out on every half. Completes when all are offline, at the latest after 3 s; never fails. */
    CompletableFuture<Void> disconnect();

    /** The contact list. */
    Contacts contacts();

    /** What people tell about themselves. */
    Profiles profiles();

    /** Rooms in which several people talk. */
    Rooms rooms();

    /** What servers and services offer beside talking. */
    Services services();

    /** Whom this account does not want to hear of. */
    BlockList blockList();

    /**
     * What waits in the user's mailbox at the SIP server (RFC 3842), as it was told last; empty when it was not.
     * Servers tell by themselves, or when {@link dev.duet.model.SipConfig#messageSummary()} asks them to. See {@link
     * dev.duet.api.event.MessageSummaryChanged}.
     */
    Optional<MessageSummary> messageSummary();

    /** What this account publishes, before anything is added for its calls. */
    OwnPresence presence();

    /**
     * Publishes own presence on every half that can. While a call is up, ON_THE_PHONE is added to it.
     *
     * @return completes when every half that is online has taken it; a half that is not takes it when it signs in.
     *     Fails when a half refused
     */
    CompletableFuture<Void> publish(OwnPresence presence);

    /**
     * Tells somebody in particular a presence of the user's, a contact or not (RFC 6121 4.6): until the XMPP half signs
     * out, or the user hides.
     *
     * @param to an XMPP address
     * @param presence {@link dev.duet.model.Availability#OFFLINE} takes it back
     * @return completes when it is on its way; fails as UNSUPPORTED for an address of another protocol, and when the
     *     XMPP half is not online
     */
    CompletableFuture<Void> publish(Address to, OwnPresence presence);

    /** What this account does with calls that come in before it asks the user; {@link CallRules#NONE} at first. */
    CallRules callRules();

    /**
     * Sets {@link #callRules()}, for both halves, at once: calls that ring are looked at again. What a rule turns away
     * or sends on is told by {@link dev.duet.api.event.CallRuleApplied}. The application keeps the rules over restarts.
     *
     * @throws IllegalArgumentException when calls would be sent on to this account itself, or after they have ended
     */
    void callRules(CallRules rules);

    /** What would become of a call that came now, and why. */
    CallVerdict callVerdict(Address from);

    /**
     * Whether the user looks at the application, as on a telephone in a pocket: while not, an XMPP server that can
     * (XEP-0352) keeps back what can wait, such as presence. True at first. It is told to no other person: see {@link
     * OwnPresence#withIdleSince} for that.
     */
    void active(boolean active);

    /** The conversation with a contact. */
    Conversation conversation(Contact contact);

    /**
     * The conversation with an address: the one with its contact, if there is one.
     *
     * @param address with a scheme, {@code user@domain}, or a telephone number
     * @throws IllegalArgumentException when that is no address
     */
    Conversation conversation(String address);

    /** The conversations in which something was said, the latest first. */
    List<Conversation> conversations();

    /**
     * The ways that a call to a contact would go now, the best first, each with why and with what to know before it is
     * made (RFC 7081 3.1, 5); empty, with the reason, when the contact cannot be called now. An application that has
     * several accounts asks each of them, and lets its user choose.
     */
    RoutingPolicy.Answer callRoutes(Contact contact);

    /** Calls a contact by the best route. Nothing is thrown when there is none: the call then ends as UNREACHABLE. */
    default Call call(Contact contact) {
        return call(contact, CallOptions.DEFAULT);
    }

    /**
     * Calls an address; one with a scheme says by which protocol.
     *
     * @param address with a scheme, {@code user@domain}, or a telephone number as the user would dial it: a local one
     *     is that of the account's region, or one of its own SIP domain
     * @throws IllegalArgumentException when that is no address
     */
    default Call call(String address) {
        return call(address, CallOptions.DEFAULT);
    }

    /** Calls an address, by its protocol. */
    default Call call(Address address) {
        return call(address, CallOptions.DEFAULT);
    }

    /**
     * Calls a contact by the best route that can have what is wished: one that hides its caller goes by SIP alone.
     * Nothing is thrown when there is none: the call then ends as UNSUPPORTED, or as UNREACHABLE when there is no route
     * without the wish either.
     */
    Call call(Contact contact, CallOptions options);

    /** {@link #call(String)} with wishes, which may end as {@link #call(Contact, CallOptions)}. */
    Call call(String address, CallOptions options);

    /** {@link #call(Address)} with wishes, which may end as {@link #call(Contact, CallOptions)}. */
    Call call(Address address, CallOptions options);

    /**
     * Takes a call that rings at somebody else's (RFC 5359 2.16), by SIP. Whom one talks with then, {@link
     * Call#remote()} tells as soon as it is known.
     *
     * @param address at whose: as for {@link #call(String)}. They, or their server, tell this account of their calls
     *     (RFC
     *     4235)
     * @return a call that ends as NOT_FOUND when nothing rings there, and as BUSY when it was answered meanwhile
     * @throws IllegalArgumentException when that is no address
     */
    Call pickUp(String address);

    /**
     * Takes a call that somebody else has answered, and that waits there (RFC 5359 2.15): one that was parked by {@link
     * Call#park}. As {@link #pickUp}.
     */
    Call retrieve(String address);

    /**
     * Whether {@link Call#trace(boolean)} is switched on for each call that begins from now on, by SIP or XMPP; false
     * at first. From any thread.
     */
    void traceCalls(boolean on);

    /** The calls that are not over, oldest first. */
    List<Call> calls();

    /** The calls that are over. */
    CallLog callLog();

    /**
     * Handles all events of a type, and of its subtypes.
     *
     * @param handler runs on the callback executor; what it throws is logged
     */
    <E extends DuetEvent> Subscription on(Class<E> type, Consumer<? super E> handler);

    /** All events, for reactive code. An event that a slow subscriber has no room for is dropped for it. */
    Flow.Publisher<DuetEvent> events();

    /** Tells that the network of this host changed: links are checked at once, dead ones rebuilt. */
    void networkChanged();

    /** Ends all calls, signs out and gives back everything. At most 5 s; does nothing the second time. */
    @Override
    void close();
}
