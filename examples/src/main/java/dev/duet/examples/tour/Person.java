package dev.duet.examples.tour;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.AccountConfig;
import dev.duet.model.Delivery;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** One of the people, with an account of their own, as if on a machine of their own. */
final class Person implements AutoCloseable {

    private final Story story;
    private final Account account;
    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();

    private Person(Story story, Account account) {
        this.story = story;
        this.account = account;
    }

    /** Somebody who lets everybody see their presence who asks, and tells so. */
    static Person open(Story story, AccountConfig config) {
        Person person = new Person(story, Duet.open(config));
        person.account.on(IncomingCall.class, event -> person.incoming.add(event.call()));
        person.account.on(ContactRequest.class, person::asked);
        return person;
    }

    private void asked(ContactRequest request) {
        request.approve();
        story.tell(request.from().text() + " asks to see " + name() + "'s presence; " + name() + " allows it.");
    }

    String name() {
        return account.name();
    }

    Account account() {
        return account;
    }

    /** Signs in on every half. */
    void signIn() {
        Map<Protocol, LinkState> links =
                story.await(name() + " signs in", account.connect()).links();
        String how = links.entrySet().stream().map(Person::tell).collect(Collectors.joining("; "));
        story.tell(name() + " is online: " + how + ".");
    }

    private static String tell(Map.Entry<Protocol, LinkState> link) {
        if (!(link.getValue() instanceof LinkState.Online online)) {
            throw new TourFailure(link.getKey() + " is not online: " + link.getValue());
        }
        if (!online.security().isProtected()) {
            throw new TourFailure(link.getKey() + " is online without TLS");
        }
        return link.getKey() + " over " + online.security().tls() + ", proved by "
                + online.security().authentication();
    }

    /** Adds somebody to the contact list, and waits until each sees the other. */
    void befriend(Person other) {
        story.await(name() + " adds " + other.name(), account.contacts().add(other.jid(), other.name(), Set.of()));
        story.tell(name() + " adds " + other.name() + " to the contact list.");
        story.await(other.name() + " adds " + name(), other.account.contacts().add(jid(), name(), Set.of()));
        story.tell(other.name() + " adds " + name() + " to the contact list.");
        story.until(name() + " and " + other.name() + " are contacts", () -> sees(other) && other.sees(this));
    }

    private boolean sees(Person other) {
        return find(other)
                .flatMap(Contact::rosterEntry)
                .filter(entry -> entry.subscription() == RosterEntry.Visibility.BOTH)
                .isPresent();
    }

    /** Somebody on the contact list. */
    Contact contact(Person other) {
        return find(other).orElseThrow(() -> new TourFailure(other.name() + " is no contact of " + name()));
    }

    private Optional<Contact> find(Person other) {
        return account.contacts().find(other.jid());
    }

    Conversation conversation(Person other) {
        return account.conversation(contact(other));
    }

    /** Whether the contact list shows somebody as online. */
    boolean seesOnline(Person other) {
        return contact(other).presence().availability().isOnline();
    }

    boolean seesOnThePhone(Person other) {
        return contact(other).presence().onThePhone();
    }

    boolean hasXmpp() {
        return account.link(Protocol.XMPP).state().phase() == LinkPhase.ONLINE;
    }

    static boolean isThere(Conversation conversation, String text) {
        return conversation.history().stream()
                .anyMatch(message -> message.incoming() && message.body().equals(text));
    }

    /** Sends a message and waits until it was received and the receipt is back. */
    Message say(Person other, String text) {
        Message sent =
                story.await(name() + " sends a message", conversation(other).send(text));
        story.tell(name() + " to " + other.name() + ", by " + sent.protocol() + ": " + text);
        story.until(other.name() + " has it", () -> isThere(other.conversation(this), text));
        untilDelivery(other, sent, Delivery.Stage.DELIVERED, name() + " has the receipt: delivered");
        return sent;
    }

    /** Waits until a message of ours has come so far. */
    void untilDelivery(Person other, Message sent, Delivery.Stage stage, String what) {
        story.until(what, () -> conversation(other).history().stream()
                .filter(message -> message.id().equals(sent.id()))
                .anyMatch(message -> message.delivery().stage().compareTo(stage) >= 0
                        && message.delivery().stage() != Delivery.Stage.FAILED));
    }

    /** The call that rings here next, begun by that call over there. */
    Call nextIncoming(Call there) {
        story.await(name() + "'s phone rings", () -> {
            if (there.ended().isDone()) {
                throw new TourFailure(
                        "The call ended before it rang: " + there.ended().join());
            }
            return !incoming.isEmpty();
        });
        return incoming.remove();
    }

    /** The address of the XMPP half. */
    String jid() {
        return account.state()
                .link(Protocol.XMPP)
                .filter(LinkState.Online.class::isInstance)
                .map(state -> ((LinkState.Online) state).self().bare().uri())
                .orElseThrow(() -> new TourFailure(name() + "'s XMPP half is not online"));
    }

    @Override
    public void close() {
        account.close();
    }
}
