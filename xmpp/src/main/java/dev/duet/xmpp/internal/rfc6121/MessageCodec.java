package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Text;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One-to-one messages between our words and those on the wire: RFC 6121 5, XEP-0085 (chat states), XEP-0184
 * (receipts), XEP-0203 (delay), XEP-0333 (markers), XEP-0359 (ids). Pure.
 */
final class MessageCodec {

    static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    static final String RECEIPTS = "urn:xmpp:receipts";
    static final String MARKERS = "urn:xmpp:chat-markers:0";
    static final String IDS = "urn:xmpp:sid:0";
    static final String DELAY = "urn:xmpp:delay";
    static final String HINTS = "urn:xmpp:hints";

    private MessageCodec() {}

    /** What somebody says or changes; a text with the wish to be told of its delivery and of its display. */
    static Xml content(String id, Address.Xmpp to, MessageContent content) {
        boolean alert = content instanceof Text text && text.attention();
        Xml.Builder message = Xml.element("message", Xml.CLIENT)
                .attribute("type", alert ? "headline" : "chat")
                .attribute("to", to.jid())
                .attribute("id", id);
        ContentCodec.write(message, content);
        if (content instanceof Text || content instanceof MessageContent.Correction) {
            message.add(Xml.empty("active", CHAT_STATES));
        }
        if (!alert && (content instanceof Text || content instanceof MessageContent.Correction)) {
            message.add(Xml.empty("request", RECEIPTS)).add(Xml.empty("markable", MARKERS));
        } else if (!alert) {
            message.add(Xml.empty("store", HINTS));
        }
        return message.add(Xml.element("origin-id", IDS).attribute("id", id).build())
                .build();
    }

    /** The same said in a room, which passes it on to all: nobody is asked for a receipt. */
    static Xml toRoom(String id, Address.Xmpp room, MessageContent content) {
        Xml.Builder message = Xml.element("message", Xml.CLIENT)
                .attribute("type", "groupchat")
                .attribute("to", room.jid())
                .attribute("id", id);
        ContentCodec.write(message, content);
        if (!(content instanceof Text)) {
            message.add(Xml.empty("store", HINTS));
        }
        return message.add(Xml.element("origin-id", IDS).attribute("id", id).build())
                .build();
    }

    /** A chat state alone. */
    static Xml chatState(Address.Xmpp to, ChatState state) {
        return message(to)
                .add(Xml.empty(state.name().toLowerCase(Locale.ROOT), CHAT_STATES))
                .add(Xml.empty("no-store", HINTS))
                .build();
    }

    /** A receipt for a message. */
    static Xml receipt(Address.Xmpp to, String messageId) {
        return message(to)
                .add(Xml.element("received", RECEIPTS)
                        .attribute("id", messageId)
                        .build())
                .add(Xml.empty("store", HINTS))
                .build();
    }

    /** Word that a message was shown. */
    static Xml displayed(Address.Xmpp to, String messageId) {
        return message(to)
                .add(Xml.element("displayed", MARKERS)
                        .attribute("id", messageId)
                        .build())
                .add(Xml.empty("store", HINTS))
                .build();
    }

    private static Xml.Builder message(Address.Xmpp to) {
        return Xml.element("message", Xml.CLIENT).attribute("type", "chat").attribute("to", to.jid());
    }

    /** The chat state in a message, or null. */
    static @Nullable ChatState chatState(Xml message) {
        Xml state = message.childIn(CHAT_STATES);
        if (state == null) {
            return null;
        }
        return switch (state.name()) {
            case "active" -> ChatState.ACTIVE;
            case "composing" -> ChatState.COMPOSING;
            case "paused" -> ChatState.PAUSED;
            case "inactive" -> ChatState.INACTIVE;
            case "gone" -> ChatState.GONE;
            default -> null;
        };
    }

    /** The id of the message that this one is a receipt for, or null. */
    static @Nullable String receiptFor(Xml message) {
        Xml received = message.child("received", RECEIPTS);
        return received == null ? null : received.attribute("id");
    }

    /** The id of the message that this one says was shown, or null. */
    static @Nullable String displayedId(Xml message) {
        Xml displayed = message.child("displayed", MARKERS);
        return displayed == null ? null : displayed.attribute("id");
    }

    /** The id of the message that this one says has come, by a marker, or null. */
    static @Nullable String markedReceived(Xml message) {
        Xml received = message.child("received", MARKERS);
        return received == null ? null : received.attribute("id");
    }

    /**
     * What a message is known by: its place in the account's archive, and what its sender's device calls it
     * (XEP-0359).
     *
     * @param archiveId its place in the archive, if it is not in the message
     */
    static List<String> keys(Xml message, Address.Xmpp self, @Nullable String archiveId) {
        List<String> keys = new ArrayList<>();
        String inArchive = archiveId != null ? archiveId : Archive.idOf(message, self);
        if (inArchive != null) {
            keys.add("archive " + inArchive);
        }
        Xml origin = message.child("origin-id", IDS);
        String id = origin == null ? null : origin.attribute("id");
        if (id != null) {
            keys.add("origin " + id);
        }
        return keys;
    }

    /** The id by which the sender refers to the message (XEP-0359); empty when that is its own. */
    static String originId(Xml message) {
        Xml origin = message.child("origin-id", IDS);
        String id = origin == null ? "" : origin.attribute("id", "");
        return id.equals(message.attribute("id", "")) ? "" : id;
    }

    /** When the message was sent, if it was stored on the way; else null. */
    static @Nullable Instant delayed(Xml message) {
        Xml delay = message.child("delay", DELAY);
        return delay == null ? null : Times.read(delay.attribute("stamp"));
    }
}
