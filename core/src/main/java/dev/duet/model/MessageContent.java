package dev.duet.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, or what it changes about one that was sent before. A target is the id by which the protocol
 * refers to a message: {@link Message#reference()} of it, or for a correction its {@link Message#id()}.
 */
public sealed interface MessageContent {

    /** The most characters that a text which is sent may have. */
    int MAX_BODY = 65_536;

    /**
     * Something said.
     *
     * @param body the text; empty only for a call for attention. One that begins with {@code /me } tells what the
     *     sender does (XEP-0245)
     * @param reply what it answers (XEP-0461); null when that is not said
     * @param attachments files that can be fetched elsewhere (XEP-0066)
     * @param attention true to call for the user's attention, now (XEP-0224)
     * @param unstyled true when marks in the body mean nothing, as in a text that a program took from elsewhere
     *     (XEP-0393 6)
     */
    record Text(String body, @Nullable Reply reply, List<Attachment> attachments, boolean attention, boolean unstyled)
            implements MessageContent {

        public Text {
            Objects.requireNonNull(body, "body");
            attachments = List.copyOf(attachments);
            if (body.isEmpty() && !attachments.isEmpty()) {
                body = attachments.get(0).uri().toString();
            }
            if (body.isEmpty() && !attention) {
                throw new IllegalArgumentException("A message says something");
            }
        }

        /** A text whose marks mean what they do. */
        public Text(String body, @Nullable Reply reply, List<Attachment> attachments, boolean attention) {
            this(body, reply, attachments, attention, false);
        }

        /** A text and nothing else. */
        public static Text of(String body) {
            return new Text(body, null, List.of(), false);
        }

        /** A text and nothing else, in which marks mean nothing. */
        public static Text ofUnstyled(String body) {
            return new Text(body, null, List.of(), false, true);
        }
    }

    /**
     * Takes the place of a text (XEP-0308).
     *
     * @param target the id of the text, as it was first sent
     * @param text what is there instead
     */
    record Correction(String target, Text text) implements MessageContent {

        public Correction {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * Takes a text back (XEP-0424).
     *
     * @param target the text
     */
    record Retraction(String target) implements MessageContent {

        public Retraction {
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * Takes back what somebody said in a room, by one who rules there (XEP-0425). Only a room tells it.
     *
     * @param target the text
     * @param by the nickname of who took it back; empty when the room does not tell
     * @param reason in that person's words; may be empty
     */
    record Moderation(String target, String by, String reason) implements MessageContent {

        public Moderation {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * All reactions of the sender to a text, in place of those before (XEP-0444).
     *
     * @param target the text
     * @param emojis one emoji each; empty takes them all back
     */
    record Reactions(String target, Set<String> emojis) implements MessageContent {

        public Reactions {
            Objects.requireNonNull(target, "target");
            emojis = Set.copyOf(emojis);
        }
    }
}
