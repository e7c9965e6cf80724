package dev.duet.internal.conversation;

import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageDelivery;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.conversation.Flights.Flight;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.route.MessageRouting;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this side says: by which half, how far it came, and what becomes of it when that half leads nowhere. A message
 * that the XMPP server does not take for a while goes by SIP, and with it, in order, all that wait behind it.
 */
@OnLoop
final class Outgoing {

    private final ConversationControl talk;
    private final ConversationHost host;
    private final Stamps stamps;
    private final Sending sending = new Sending();
    private final Flights flights = new Flights();
    private ChatState own = ChatState.ACTIVE;
    private boolean xmppIsMute;
    private Loop.@Nullable Timer overdue;

    Outgoing(ConversationControl talk, ConversationHost host, Stamps stamps) {
        this.talk = talk;
        this.host = host;
        this.stamps = stamps;
    }

    void absorb(Outgoing other) {
        other.stopWatching();
        sending.absorb(other.sending);
        flights.absorb(other.flights);
    }

    void abandon(Failure failure) {
        stopWatching();
        sending.abandon(failure);
    }

    // --- texts

    void send(Text text, Promise<Message> promise) {
        Optional<Route> route = route();
        Optional<Link> link = route.flatMap(way -> host.link(way.protocol()));
        if (link.isEmpty()) {
            promise.fail(noWay());
            return;
        }
        Route way = route.get();
        Address self = host.self(way.protocol());
        String sender = ConversationControl.sender(self);
        Message message = new Message(
                host.newMessageId(),
                false,
                self,
                way.target(),
                text.body(),
                stamps.here(host.loop().now()),
                way.protocol(),
                false,
                Delivery.PENDING,
                MessageDetails.of(sender, text).sentAs(sender, way.why()));
        talk.said().add(message, added -> {});
        sending.message(message, promise);
        own = ChatState.ACTIVE;
        flights.begin(message, text, host.loop().nanoTime());
        pass(link.get(), message, text);
        if (overdue == null) {
            watch(); // else it is over before this message's time is
        }
    }

    private static void pass(Link link, Message message, Text text) {
        boolean rich = link.capabilities().contains(Capability.REPLIES);
        link.send(message.id(), message.to(), rich ? text : Changes.plain(text));
    }

    private Optional<Route> route() {
        return MessageRouting.route(talk.question(flights.waitOn()));
    }

    private Failure noWay() {
        return Failure.of(
                Failure.Kind.NETWORK,
                Failure.Origin.LOCAL,
                Failure.Retry.LATER,
                "No half that reaches " + talk.contact().name() + " is online");
    }

    // --- changes of texts, and what is no text

    void change(Message message, Capability needed, MessageContent content, Promise<Message> promise) {
        Address other = message.incoming() ? message.from() : message.to();
        sendOr(message.protocol(), other.bare(), needed, content, new Sending.Waiting() {
            @Override
            public void left() {
                ConversationControl now = talk.self();
                Address user = host.self(message.protocol());
                now.apply(
                        message,
                        content,
                        new Author(
                                ConversationControl.sender(user),
                                user,
                                stamps.here(host.loop().now())));
                now.said().whenKept(() -> promise.complete(now.said().now(message)));
            }

            @Override
            public void failed(Failure failure) {
                promise.fail(failure);
            }

            @Override
            public String target() {
                return message.incoming() ? "" : message.id();
            }
        });
    }

    void attention(Promise<@Nullable Void> promise) {
        Optional<Route> route = route();
        if (route.isEmpty()) {
            promise.fail(noWay());
            return;
        }
        Route way = route.get();
        Text call = new Text("", null, List.of(), true);
        sendOr(way.protocol(), way.target(), Capability.ATTENTION, call, new Sending.Waiting() {
            @Override
            public void left() {
                promise.complete(null);
            }

            @Override
            public void failed(Failure failure) {
                promise.fail(failure);
            }
        });
    }

    /** Sends something that is no message by itself, where that half can. */
    private void sendOr(
            Protocol protocol, Address to, Capability needed, MessageContent content, Sending.Waiting waiting) {
        Optional<Link> link = host.link(protocol);
        if (link.isEmpty() || !link.get().capabilities().contains(needed)) {
            waiting.failed(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    protocol + " has no " + needed));
            return;
        }
        String id = host.newMessageId();
        sending.change(id, waiting);
        link.get().send(id, to, content);
    }

    void types(ChatState state) {
        if (own == state) {
            return;
        }
        own = state;
        route().ifPresent(way -> host.link(way.protocol()).ifPresent(link -> link.chatState(way.target(), state)));
    }

    // --- how far it came

    boolean delivery(Protocol by, String id, Delivery delivery) {
        if (sending.isChange(id)) {
            String target = sending.changeMoved(id, delivery);
            if (delivery.stage().compareTo(Delivery.Stage.SENT) > 0) {
                talk.said().outgoing(target).ifPresent(message -> moved(message, by, delivery));
            }
            return true;
        }
        Optional<Message> known =
                talk.said().outgoing(id).or(() -> sending.waiting(id)).or(() -> flights.message(id));
        known.ifPresent(message -> moved(message, by, delivery));
        return known.isPresent();
    }

    /** A message came further, or failed, as one half tells. */
    void moved(Message message, Protocol by, Delivery delivery) {
        Failure failure = delivery.failure();
        if (failure != null && !standsFor(message, by, failure)) {
            return;
        }
        xmppIsMute &= by != Protocol.XMPP;
        if (failure == null && by != message.protocol()) {
            flights.arrivedBefore(message.id());
        }
        advance(message, delivery);
        if (delivery.stage() == Delivery.Stage.READ) { // and with it all before it (XEP-0333 4)
            talk.said().upTo(message).stream()
                    .filter(before -> !before.incoming() && before.protocol() == message.protocol())
                    .filter(before -> before.delivery().stage() == Delivery.Stage.SENT
                            || before.delivery().stage() == Delivery.Stage.DELIVERED)
                    .forEach(before -> advance(before, Delivery.READ));
        }
    }

    private void advance(Message before, Delivery delivery) {
        Message after = before.withDelivery(before.delivery().then(delivery));
        if (!after.equals(before)) {
            talk.said().update(before, after);
            flights.moved(after);
            talk.said().whenKept(() -> talk.self().outgoing().sending.messageMoved(after));
            talk.emit(new MessageDelivery(talk, after));
        }
    }

    // --- another way

    /** False for a failure of one way, when the message goes, or went, another. */
    private boolean standsFor(Message message, Protocol by, Failure failure) {
        Flight flight = flights.get(message.id());
        if (flight == null || message.delivery().stage().compareTo(Delivery.Stage.SENT) > 0) {
            return by == message.protocol();
        }
        if (by != message.protocol()) {
            return false; // of the way before
        }
        if (flight.arrivedBefore()) {
            advance(message, Delivery.SENT);
            return false;
        }
        if (!MessageRouting.mayGoElsewhere(by, failure)) {
            return true;
        }
        String said =
                failure.wire() == null ? failure.message() : failure.wire().toString();
        Optional<Route> other = MessageRouting.instead(
                talk.question(null), by, flight.tried(), by + " did not deliver it (" + said + ")");
        other.ifPresent(way -> reroute(message, flight, way));
        return other.isEmpty();
    }

    private void reroute(Message message, Flight flight, Route way) {
        Optional<Link> link = host.link(way.protocol());
        if (link.isEmpty()) {
            return;
        }
        host.link(message.protocol()).ifPresent(before -> before.withdraw(message.id()));
        Message after = message.sentBy(host.self(way.protocol()), way);
        talk.said().update(message, after);
        flights.again(after, flight, host.loop().nanoTime());
        sending.again(after);
        talk.emit(new MessageChanged(talk, MessageChanged.Change.REROUTED, message, after));
        pass(link.get(), after, flight.text());
    }

    /** True while XMPP seems to be online, and takes nothing: messages need not wait to find that out again. */
    boolean isXmppMute() {
        return xmppIsMute;
    }

    private void stopWatching() {
        if (overdue != null) {
            overdue.cancel();
            overdue = null;
        }
    }

    /** Looks at what waits for XMPP, now and when it has waited long enough. */
    void watch() {
        stopWatching();
        xmppIsMute &= host.phases().get(Protocol.XMPP) == LinkPhase.ONLINE;
        List<Message> waiting = flights.waiting(talk.said(), Protocol.XMPP).stream()
                .filter(message -> !flights.get(message.id()).tried().contains(Protocol.SIP))
                .sorted(Comparator.comparing(Message::position))
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        Duration bound = host.failoverAfter();
        long oldest = waiting.stream()
                .mapToLong(message -> flights.get(message.id()).since())
                .reduce((one, other) -> one - other < 0 ? one : other)
                .orElseThrow();
        Duration left = bound.minusNanos(host.loop().nanoTime() - oldest);
        if (left.isNegative() || left.isZero()) {
            xmppIsMute = host.phases().get(Protocol.XMPP) == LinkPhase.ONLINE;
            String because = "XMPP has not taken it for " + bound.toSeconds() + " s";
            for (Message message : waiting) {
                Flight flight = flights.get(message.id());
                MessageRouting.instead(talk.question(null), Protocol.XMPP, flight.tried(), because)
                        .ifPresent(way -> reroute(message, flight, way));
            }
        } else {
            overdue = host.loop().schedule(left, this::watch);
        }
    }
}
