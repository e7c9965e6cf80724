package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.spi.LinkListener;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0280.Carbon;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One-to-one messages both ways, with receipts, markers, chat states and copies from other devices. */
@OnLoop
public final class Messages {

    /** The namespace of the word that a message was stored on the way (XEP-0203). */
    public static final String DELAY = MessageCodec.DELAY;

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    private final Outbox out;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Ledger ledger;
    private final Predicate<Address.Xmpp> mayKnow;
    private final Predicate<Address.Xmpp> knowsChatStates;
    private final Map<Address.Xmpp, Boolean> usesChatStates = new HashMap<>();

    /**
     * The messages of a session.
     *
     * @param mayKnow who may be told that their message came and was read
     * @param knowsChatStates who is known to understand chat states
     */
    public Messages(
            Outbox out,
            Address.Xmpp self,
            LinkListener listener,
            Ledger ledger,
            Predicate<Address.Xmpp> mayKnow,
            Predicate<Address.Xmpp> knowsChatStates) {
        this.out = out;
        this.self = self;
        this.listener = listener;
        this.ledger = ledger;
        this.mayKnow = mayKnow;
        this.knowsChatStates = knowsChatStates;
    }

    /** A text of ours as it goes on the wire. It has to be noted in the ledger that we wrote it. */
    public static Xml text(Ledger ledger, String id, Address.Xmpp to, String body) {
        ledger.wrote(id, to);
        return MessageCodec.text(id, to, body);
    }

    /**
     * True for a message that must not be lost with a session: what people say, and word of what came of it. Not so
     * what only holds for a moment, calls, and errors.
     */
    public static boolean lasts(Xml message) {
        return message.name().equals("message")
                && !message.attribute("type", "").equals("error")
                && !message.has("no-store", MessageCodec.HINTS)
                && !CallMessage.isIn(message);
    }

    /** The server has a stanza of ours. */
    public static void arrived(Xml stanza, Ledger ledger, LinkListener listener) {
        String id = stanza.attribute("id");
        if (stanza.name().equals("message") && id != null && ledger.knows(id)) {
            listener.delivery(id, Delivery.SENT);
        }
    }

    /** Tells what the user does, to somebody who understands it (XEP-0085 5.1). */
    public void chatState(Address.Xmpp to, ChatState state) {
        if (usesChatStates.getOrDefault(to.bare(), knowsChatStates.test(to))) {
            out.send(MessageCodec.chatState(to, state));
        }
    }

    /** Tells that a message was shown, if its sender asked to be told and may know. */
    public void displayed(Address.Xmpp to, String messageId) {
        Address.Xmpp sender = mayKnow.test(to) ? ledger.takeMarkable(messageId, to) : null;
        if (sender != null) {
            out.send(MessageCodec.displayed(sender, messageId));
        }
    }

    /** Takes a message that is no headline and belongs to no room. */
    public void received(Xml message) {
        Address.Xmpp from = Jids.read(message.attribute("from"));
        if (Carbon.claims(message)) {
            Carbon carbon = Carbon.read(message, self);
            if (carbon == null) {
                LOG.debug("Dropped a forged or malformed carbon copy");
            } else {
                copied(carbon);
            }
        } else if (from == null) {
            LOG.debug("Dropped a message without a sender");
        } else if (message.attribute("type", "").equals("error")) {
            failed(from, message);
        } else {
            direct(from, message);
        }
    }

    private void direct(Address.Xmpp from, Xml message) {
        told(from, message);
        boolean hasBody = !message.textOf("body").isEmpty();
        boolean isNew = tellText(from, self.bare(), message, MessageCodec.delayed(message), false, null);
        ChatState state = MessageCodec.chatState(message);
        if (hasBody) {
            usesChatStates.put(from.bare(), state != null);
        }
        if (state != null && MessageCodec.delayed(message) == null) {
            usesChatStates.put(from.bare(), true);
            listener.chatState(from, state);
        }
        if (isNew) {
            answer(from, message);
        }
    }

    /** What its sender wants to know of a text. */
    private void answer(Address.Xmpp from, Xml message) {
        String id = message.attribute("id");
        if (id == null) {
            return;
        }
        if (message.has("request", MessageCodec.RECEIPTS) && mayKnow.test(from)) {
            out.send(MessageCodec.receipt(from, id));
        }
        if (message.has("markable", MessageCodec.MARKERS)) {
            ledger.markable(id, from);
        }
    }

    private void copied(Carbon carbon) {
        Xml message = carbon.message();
        Address.Xmpp from = Jids.read(message.attribute("from"));
        Address.Xmpp to = Jids.read(message.attribute("to"));
        String type = message.attribute("type", "normal");
        if (!type.equals("chat") && !type.equals("normal")) {
            return;
        }
        if (carbon.sent()) {
            if (to != null) {
                tellText(self.bare(), to, message, MessageCodec.delayed(message), true, null);
            }
        } else if (from != null) {
            told(from, message);
            tellText(from, self.bare(), message, MessageCodec.delayed(message), false, null);
            String id = message.attribute("id");
            if (id != null && message.has("markable", MessageCodec.MARKERS)) {
                ledger.markable(id, from);
            }
        }
    }

    /**
     * Takes a message that the account's archive got while there was no session. One of ours that is there has
     * arrived.
     */
    public void archived(Archive.Result result) {
        Xml message = result.message();
        Address.Xmpp from = Jids.read(message.attribute("from"));
        Address.Xmpp to = Jids.read(message.attribute("to"));
        String type = message.attribute("type", "normal");
        String id = message.attribute("id", "");
        if (from == null || !type.equals("chat") && !type.equals("normal")) {
            return;
        }
        if (!from.bare().equals(self.bare())) {
            told(from, message);
            if (tellText(from, self.bare(), message, result.at(), false, result.archiveId())) {
                answer(from, message);
            }
        } else if (ledger.knows(id)) {
            ledger.arrived(id);
            listener.delivery(id, Delivery.SENT);
        } else if (to != null) {
            tellText(self.bare(), to, message, result.at(), true, result.archiveId());
        }
    }

    /** Receipts and markers. Only whom we wrote to can tell something about what we wrote. */
    private void told(Address.Xmpp from, Xml message) {
        tell(from, MessageCodec.receiptFor(message), Delivery.DELIVERED);
        tell(from, MessageCodec.markedReceived(message), Delivery.DELIVERED);
        tell(from, MessageCodec.displayedId(message), Delivery.READ);
    }

    private void tell(Address.Xmpp from, @Nullable String id, Delivery delivery) {
        if (id != null && ledger.wasTo(id, from)) {
            listener.delivery(id, delivery);
        }
    }

    private void failed(Address.Xmpp from, Xml message) {
        String id = message.attribute("id");
        boolean fromServer = from.local() == null && from.domain().equals(self.domain());
        if (id != null && (ledger.wasTo(id, from) || fromServer && ledger.knows(id))) {
            listener.delivery(id, Delivery.failed(StanzaErrors.failure(message)));
        }
    }

    /**
     * Tells a text, unless it was told before: messages come twice when a sender is not sure, and out of the archive.
     *
     * @param archiveId its id in the account's archive, if it is known from there
     * @return true when it was told
     */
    private boolean tellText(
            Address.Xmpp from,
            Address.Xmpp to,
            Xml message,
            @Nullable Instant at,
            boolean own,
            @Nullable String archiveId) {
        String body = message.textOf("body");
        if (body.isEmpty() || !ledger.tellsFirst(from, MessageCodec.keys(message, self, archiveId))) {
            return false;
        }
        String id = message.attribute("id", "");
        listener.message(
                new IncomingMessage(id.isEmpty() ? UUID.randomUUID().toString() : id, from, to, body, at, own));
        return true;
    }
}
