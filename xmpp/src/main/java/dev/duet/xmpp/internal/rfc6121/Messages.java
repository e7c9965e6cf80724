package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Text;
import dev.duet.spi.ArchiveAnswer.Entry;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One-to-one messages both ways, with receipts, markers, chat states and copies from other devices. */
@OnLoop
public final class Messages {

    /** The namespace of the word that a message was stored on the way (XEP-0203). */
    public static final String DELAY = MessageCodec.DELAY;

    private static final String ROOM_USER = "http://jabber.org/protocol/muc#user";
    private static final String INVITATION = "jabber:x:conference";
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    private final Outbox out;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Ledger ledger;
    private final Known known;
    private final Map<Address.Xmpp, Boolean> usesChatStates = new HashMap<>();

    /**
     * What is known of others.
     *
     * @param mayKnow who may be told that their message came and was read
     * @param chatStates who is known to understand chat states
     * @param archiveIds true when the user's server gives each message an id, and lets no others pass (XEP-0359 5)
     */
    public record Known(
            Predicate<Address.Xmpp> mayKnow, Predicate<Address.Xmpp> chatStates, BooleanSupplier archiveIds) {}

    /** The messages of a session. */
    public Messages(Outbox out, Address.Xmpp self, LinkListener listener, Ledger ledger, Known known) {
        this.out = out;
        this.self = self;
        this.listener = listener;
        this.ledger = ledger;
        this.known = known;
    }

    /** A text of ours, or a change of one, as it goes on the wire; the ledger notes that we wrote it. */
    public static Xml content(Ledger ledger, String id, Address.Xmpp to, MessageContent content) {
        ledger.wrote(id, to);
        return MessageCodec.content(id, to, content);
    }

    /** The same to a room. */
    public static Xml toRoom(Ledger ledger, String id, Address.Xmpp room, MessageContent content) {
        ledger.wrote(id, room);
        return MessageCodec.toRoom(id, room, content);
    }

    /**
     * True for a message that must not be lost with a session: what people say, and word of what came of it. Not so
     * what only holds for a moment, calls, errors, and what is said to one in a room alone: by then another may have
     * the nickname.
     */
    public static boolean lasts(Xml message) {
        return message.name().equals("message")
                && !message.attribute("type", "").equals("error")
                && !message.has("no-store", MessageCodec.HINTS)
                && !message.has("x", ROOM_USER)
                && !message.has("x", INVITATION)
                && !CallMessage.isIn(message);
    }

    /** What a message is known by, see {@link Ledger#tellsFirst}. */
    public static List<String> keys(Xml message, Address.Xmpp self, @Nullable String archiveId) {
        return MessageCodec.keys(message, self, archiveId);
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
        if (usesChatStates.getOrDefault(to.bare(), known.chatStates.test(to))) {
            out.send(MessageCodec.chatState(to, state));
        }
    }

    /** Tells that a message has come, for good, if its sender asked to be told. */
    public void kept(Address.Xmpp from, String messageId) {
        if (ledger.takeReceipt(messageId, from)) {
            out.send(MessageCodec.receipt(from, messageId));
        }
    }

    /** Tells that a message was shown, if its sender asked to be told and may know. */
    public void displayed(Address.Xmpp to, String messageId) {
        Address.Xmpp sender = known.mayKnow.test(to) ? ledger.takeMarkable(messageId, to) : null;
        if (sender != null) {
            out.send(MessageCodec.displayed(sender, messageId));
        }
    }

    /** Takes a message that is no headline and belongs to no room. */
    public void received(Address.@Nullable Xmpp from, Xml message) {
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
        MessageContent content = ContentCodec.read(message);
        boolean isNew = tell(from, self.bare(), message, MessageCodec.delayed(message), false, null);
        ChatState state = MessageCodec.chatState(message);
        if (content instanceof Text) {
            // Not so a correction: profanity puts no state into those, while it has them in all else.
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
        if (message.has("request", MessageCodec.RECEIPTS) && known.mayKnow.test(from)) {
            ledger.wantsReceipt(id, from);
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
        if (!type.equals("chat") && !type.equals("normal") || isWhisper(message)) {
            return;
        }
        if (carbon.sent()) {
            if (to != null) {
                tell(self.bare(), to, message, MessageCodec.delayed(message), true, null);
                shownElsewhere(to, message);
            }
        } else if (from != null) {
            told(from, message);
            tell(from, self.bare(), message, MessageCodec.delayed(message), false, null);
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
        if (from == null || !type.equals("chat") && !type.equals("normal") || isWhisper(message)) {
            return;
        }
        if (!from.bare().equals(self.bare())) {
            told(from, message);
            if (tell(from, self.bare(), message, result.at(), false, result.archiveId())) {
                answer(from, message);
            }
        } else if (ledger.knows(id)) {
            ledger.arrived(id);
            listener.delivery(id, Delivery.SENT);
        } else if (to != null) {
            tell(self.bare(), to, message, result.at(), true, result.archiveId());
            shownElsewhere(to, message);
        }
    }

    /** What a message of the account's archive tells, that was there before the session. */
    public List<Entry> inArchive(Archive.Result result) {
        Xml message = result.message();
        Address.Xmpp from = Jids.read(message.attribute("from"));
        Address.Xmpp to = Jids.read(message.attribute("to"));
        String type = message.attribute("type", "normal");
        boolean isPersonal = type.equals("chat") || type.equals("normal");
        if (from == null || to == null || !isPersonal || message.has("x", ROOM_USER) || message.has("x", INVITATION)) {
            return List.of();
        }
        boolean own = from.bare().equals(self.bare());
        List<Entry> entries = new ArrayList<>();
        MessageContent content = ContentCodec.read(message);
        if (content != null && !isUnwanted(from, content, result.at())) {
            String id = message.attribute("id", result.archiveId());
            entries.add(new Entry.Said(new IncomingMessage(
                    id,
                    own ? self.bare() : from,
                    own ? to : self.bare(),
                    content,
                    result.at(),
                    own,
                    MessageCodec.originId(message),
                    result.archiveId())));
        }
        if (!own) {
            add(entries, MessageCodec.receiptFor(message), from, Delivery.DELIVERED);
            add(entries, MessageCodec.markedReceived(message), from, Delivery.DELIVERED);
            add(entries, MessageCodec.displayedId(message), from, Delivery.READ);
        }
        return entries;
    }

    private static void add(List<Entry> entries, @Nullable String id, Address.Xmpp by, Delivery delivery) {
        if (id != null) {
            entries.add(new Entry.Told(id, by, delivery));
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
            ledger.arrived(id);
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
     * Tells what a message says, unless it was told before: messages come twice when a sender is not sure, and out of
     * the archive.
     *
     * @param archiveId its id in the account's archive, if it is known from there
     * @return true when it was told
     */
    private boolean tell(
            Address.Xmpp from,
            Address.Xmpp to,
            Xml message,
            @Nullable Instant at,
            boolean own,
            @Nullable String archiveId) {
        MessageContent content = ContentCodec.read(message);
        if (content == null || isUnwanted(from, content, at)) {
            return false;
        }
        String known = message.attribute("id", "");
        String id = known.isEmpty() ? UUID.randomUUID().toString() : known;
        if (!ledger.tellsFirst(from, MessageCodec.keys(message, self, archiveId))) {
            ledger.receptions().toldBefore(from, id);
            return false;
        }
        ledger.receptions().told(from, id);
        listener.message(new IncomingMessage(
                id,
                from,
                to,
                content,
                at,
                own,
                MessageCodec.originId(message),
                archiveId == null ? idInArchive(message) : archiveId));
        return true;
    }

    private String idInArchive(Xml message) {
        String id = known.archiveIds.getAsBoolean() ? Archive.idOf(message, self) : null;
        return id == null ? "" : id;
    }

    /** Another device of the user may say what it showed. */
    private void shownElsewhere(Address.Xmpp with, Xml message) {
        String shown = MessageCodec.displayedId(message);
        if (shown != null) {
            listener.readElsewhere(with.bare(), shown);
        }
    }

    /** Only those who see us may call for attention, and not later than now (XEP-0224 4 and 5). */
    private boolean isUnwanted(Address.Xmpp from, MessageContent content, @Nullable Instant at) {
        return content instanceof Text text && text.attention() && (!known.mayKnow.test(from) || at != null);
    }

    /** True for what an occupant of a room said to another alone (XEP-0045 7.5): no part of what is said to all. */
    private static boolean isWhisper(Xml message) {
        Xml user = message.child("x", ROOM_USER);
        return user != null && !user.has("invite", ROOM_USER) && !user.has("decline", ROOM_USER);
    }

    /** True for a message that is between two people, and no news from a service. */
    public static boolean isPersonal(Xml message) {
        String type = message.attribute("type", "normal");
        return type.equals("chat")
                || type.equals("normal")
                || type.equals("error")
                || type.equals("headline") && message.has("attention", ContentCodec.ATTENTION);
    }
}
