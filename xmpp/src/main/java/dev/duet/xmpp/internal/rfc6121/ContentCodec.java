package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Attachment;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Reply;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0428.Fallback;
import dev.duet.xmpp.internal.xep0447.FileSharing;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What messages say, between our words and those on the wire: XEP-0224 (attention), XEP-0308 (correction), XEP-0393
 * (whether marks mean something), XEP-0424 (retraction), XEP-0444 (reactions), XEP-0461 (replies), and files. Pure.
 */
public final class ContentCodec {

    /** XEP-0224. */
    public static final String ATTENTION = "urn:xmpp:attention:0";
    /** XEP-0393. */
    public static final String STYLING = "urn:xmpp:styling:0";
    /** XEP-0308. */
    public static final String CORRECTION = "urn:xmpp:message-correct:0";
    /** XEP-0424. */
    public static final String RETRACTION = "urn:xmpp:message-retract:1";
    /** XEP-0444. */
    public static final String REACTIONS = "urn:xmpp:reactions:0";
    /** XEP-0461. */
    public static final String REPLY = "urn:xmpp:reply:0";

    private static final int MAX_REACTIONS = 100;
    private static final int MAX_EMOJI = 64;
    private static final String NO_RETRACTION =
            "/me took back a message, which is still shown because this program knows no retractions.";

    private ContentCodec() {}

    /** Adds it to a message. */
    static void write(Xml.Builder message, MessageContent content) {
        if (content instanceof Text text) {
            write(message, text);
        } else if (content instanceof Correction correction) {
            write(message, correction.text());
            message.add(referring("replace", CORRECTION, correction.target()).build());
        } else if (content instanceof Retraction retraction) {
            message.add("body", NO_RETRACTION)
                    .add(referring("retract", RETRACTION, retraction.target()).build())
                    .add(Fallback.whole(RETRACTION));
        } else if (content instanceof Reactions reactions) {
            Xml.Builder all = referring("reactions", REACTIONS, reactions.target());
            reactions.emojis().stream().sorted().forEach(emoji -> all.add("reaction", emoji));
            message.add(all.build());
        }
    }

    private static Xml.Builder referring(String name, String namespace, String id) {
        return Xml.element(name, namespace).attribute("id", id);
    }

    private static void write(Xml.Builder message, Text text) {
        Reply reply = text.reply();
        String quote = reply == null
                ? ""
                : reply.quote().lines().map(line -> "> " + line + "\n").collect(Collectors.joining());
        if (!text.body().isEmpty()) {
            message.add("body", quote + text.body());
        }
        if (reply != null) {
            message.add(referring("reply", REPLY, reply.target())
                    .attribute(
                            "to", reply.author() == null ? null : reply.author().text())
                    .build());
            if (!quote.isEmpty()) {
                message.add(Fallback.prefix(REPLY, quote));
            }
        }
        FileSharing.write(message, text.attachments(), text.body());
        if (text.attention()) {
            message.add(Xml.empty("attention", ATTENTION));
        }
        if (text.unstyled()) {
            message.add(Xml.empty("unstyled", STYLING));
        }
    }

    /** What a message says; null when it says nothing. What is not well-formed is as if it were not there. */
    public static @Nullable MessageContent read(Xml message) {
        String retracted = idIn(message, "retract", RETRACTION);
        if (retracted != null) {
            return new Retraction(retracted);
        }
        String reacted = idIn(message, "reactions", REACTIONS);
        if (reacted != null) {
            return new Reactions(reacted, emojis(Objects.requireNonNull(message.child("reactions", REACTIONS))));
        }
        Text text = text(message);
        String corrected = idIn(message, "replace", CORRECTION);
        return corrected == null || text == null || text.body().isEmpty() ? text : new Correction(corrected, text);
    }

    private static @Nullable String idIn(Xml message, String name, String namespace) {
        Xml child = message.child(name, namespace);
        String id = child == null ? "" : child.attribute("id", "");
        return id.isEmpty() ? null : id;
    }

    private static Set<String> emojis(Xml reactions) {
        return reactions.children("reaction", REACTIONS).stream()
                .map(reaction -> reaction.text().strip())
                .filter(emoji -> !emoji.isEmpty() && emoji.length() <= MAX_EMOJI)
                .limit(MAX_REACTIONS)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Text text(Xml message) {
        String body = message.textOf("body");
        boolean attention = message.has("attention", ATTENTION);
        boolean unstyled = message.has("unstyled", STYLING);
        List<Attachment> attachments = FileSharing.read(message);
        if (body.isEmpty() && !attention && attachments.isEmpty()) {
            return null;
        }
        String answered = idIn(message, "reply", REPLY);
        if (answered == null) {
            return new Text(body, null, attachments, attention, unstyled);
        }
        Fallback.Split split = Fallback.split(message, REPLY, body);
        if (split.rest().isEmpty() && !attention) {
            split = new Fallback.Split("", body);
        }
        String quote = split.before().lines().map(ContentCodec::unquoted).collect(Collectors.joining("\n"));
        Xml reply = Objects.requireNonNull(message.child("reply", REPLY));
        return new Text(
                split.rest(),
                new Reply(answered, Jids.read(reply.attribute("to")), quote),
                attachments,
                attention,
                unstyled);
    }

    private static String unquoted(String line) {
        String cut = line.startsWith(">") ? line.substring(1) : line;
        return cut.startsWith(" ") ? cut.substring(1) : cut;
    }
}
