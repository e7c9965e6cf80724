package dev.duet.internal.conversation;

import dev.duet.api.event.AttentionRequested;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.ReadElsewhere;
import dev.duet.api.event.TypingChanged;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.route.MessageRouting.LastIn;
import dev.duet.internal.route.MessageRouting.Question;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.spi.Link.Reception;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.OnLoop;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the other side says, and other devices of the user. */
@OnLoop
final class Incoming {

    private final ConversationControl talk;
    private final ConversationHost host;
    private final Stamps stamps;
    private @Nullable LastIn lastIn;
    private String readTo = "";
    private volatile ChatState peer = ChatState.ACTIVE;

    Incoming(ConversationControl talk, ConversationHost host, Stamps stamps) {
        this.talk = talk;
        this.host = host;
        this.stamps = stamps;
    }

    /** What the other side does. From any thread. */
    ChatState peerState() {
        return peer;
    }

    /** What is known for the way of a message; {@code waiting} is the half on which others wait. */
    Question question(@Nullable Protocol waiting) {
        return new Question(List.copyOf(talk.contact().addresses()), phases(), lastIn, waiting, isAway());
    }

    private Map<Protocol, LinkPhase> phases() {
        Map<Protocol, LinkPhase> phases = new EnumMap<>(host.phases());
        if (talk.outgoing().isXmppMute()) {
            phases.replace(Protocol.XMPP, LinkPhase.ONLINE, LinkPhase.WAITING);
        }
        return phases;
    }

    /** True for somebody whose presence by XMPP the user sees, and who has none. */
    private boolean isAway() {
        boolean seen = talk.contact()
                .rosterEntry()
                .filter(entry -> entry.subscription().seesContact())
                .isPresent();
        return seen
                && talk.contact().presence().fragments().stream()
                        .noneMatch(fragment -> fragment.source().kind() == PresenceFragment.Kind.XMPP_RESOURCE
                                && fragment.availability().isOnline());
    }

    void absorb(Incoming other) {
        lastIn = lastIn == null ? other.lastIn : lastIn;
    }

    void received(IncomingMessage message, Protocol protocol) {
        talk.thenOnLoop(now -> now.incoming().receive(message, protocol));
        talk.thenOnLoop(now -> now.said().whenSafe(kept -> host.link(protocol)
                .ifPresent(link ->
                        link.received(message.from(), message.id(), kept ? Reception.KEPT : Reception.FAILED))));
    }

    private void receive(IncomingMessage message, Protocol protocol) {
        if (!message.own()) {
            lastIn = new LastIn(message.from(), protocol == Protocol.SIP && !isReachedByXmpp());
        }
        Author author = author(message, at(message));
        if (message.content() instanceof Text text) {
            said(message, text, author, protocol);
        } else {
            talk.said().find(Changes.target(message.content()), known -> talk.self()
                    .incoming()
                    .changed(known.orElse(null), message, author, protocol));
        }
    }

    static Author author(IncomingMessage message, Instant at) {
        String sender = message.sender().isEmpty() ? ConversationControl.sender(message.from()) : message.sender();
        return new Author(sender, message.from(), at);
    }

    private boolean isReachedByXmpp() {
        return phases().get(Protocol.XMPP) == LinkPhase.ONLINE && !isAway();
    }

    private void changed(@Nullable Message known, IncomingMessage message, Author author, Protocol protocol) {
        if (known != null) {
            talk.apply(known, message.content(), author);
        } else if (message.content() instanceof Correction correction) {
            corrects(message, correction, author, protocol);
        } else {
            talk.said().early(message.content(), author);
        }
    }

    private Instant at(IncomingMessage message) {
        return message.at() == null ? stamps.here(host.loop().now()) : stamps.kept(message.at());
    }

    private void said(IncomingMessage message, Text text, Author author, Protocol protocol) {
        if (text.attention() && !message.own()) {
            host.emit(new AttentionRequested(talk, text.body()));
        }
        if (!text.body().isEmpty()) {
            add(message(message, message.id(), text, author, protocol));
        }
    }

    /** Corrects what is not here, and may come later: until then it is a message by itself (XEP-0308 4). */
    private void corrects(IncomingMessage message, Correction correction, Author author, Protocol protocol) {
        add(byItself(message, correction, author, protocol));
    }

    /** A message of which only a correction is known. */
    static Message byItself(IncomingMessage message, Correction correction, Author author, Protocol protocol) {
        Message text = message(message, correction.target(), correction.text(), author, protocol);
        return text.withDetails(text.details().withIds("", "").corrected(correction.text(), author.at()));
    }

    static Message message(IncomingMessage message, String id, Text text, Author author, Protocol protocol) {
        return new Message(
                id,
                !message.own(),
                message.from(),
                message.to(),
                text.body(),
                author.at(),
                protocol,
                message.at() != null,
                message.own() ? Delivery.SENT : Delivery.DELIVERED,
                MessageDetails.of(author.sender(), text).withIds(message.originId(), message.archiveId()));
    }

    private void add(Message message) {
        talk.said().add(message, now -> talk.self().incoming().added(now));
    }

    private void added(Message message) {
        if (message.incoming()) {
            peerTypes(ChatState.ACTIVE);
        }
        talk.emit(new MessageReceived(talk, message));
        if (isMeant(message, readTo)) {
            readElsewhere(readTo);
        }
    }

    private static boolean isMeant(Message message, String id) {
        return !id.isEmpty()
                && (message.id().equals(id) || message.details().archiveId().equals(id));
    }

    /** The user has seen all. */
    void readAll() {
        List<Message> fresh = talk.said().readAll();
        for (Protocol protocol : Protocol.values()) {
            fresh.stream()
                    .filter(message -> message.protocol() == protocol)
                    .reduce((earlier, later) -> later)
                    .ifPresent(last -> host.link(protocol)
                            .ifPresent(link -> link.displayed(
                                    last.from(),
                                    last.reference(),
                                    last.details().archiveId())));
        }
    }

    /** Another device of the user showed all up to that message, which may still be on its way to here. */
    void readElsewhere(String messageId) {
        talk.thenOnLoop(
                now -> now.said().find(messageId, last -> now.self().incoming().readTo(last.orElse(null), messageId)));
    }

    private void readTo(@Nullable Message last, String messageId) {
        readTo = last == null ? messageId : "";
        if (last != null && talk.said().readTo(last) > 0) {
            talk.emit(new ReadElsewhere(talk, talk.said().unread()));
        }
    }

    /** The other side types, or stopped. */
    void peerTypes(ChatState state) {
        if (peer != state) {
            peer = state;
            host.emit(new TypingChanged(talk, state));
        }
    }
}
