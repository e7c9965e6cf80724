package dev.duet.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What went over the wire for one call, in the order it was seen, without credentials, keys, key presses and texts that
 * people wrote.
 *
 * @param messages the messages; the first {@value #FIRST} of a call stay, of what follows the last {@value #LAST}
 * @param left how many were left out between those
 */
public record CallTrace(List<Message> messages, int left) {

    /** How many of the first messages are kept. */
    public static final int FIRST = 50;

    /** How many of the last messages are kept beside the first ones. */
    public static final int LAST = 150;

    /** Nothing was traced. */
    public static final CallTrace NONE = new CallTrace(List.of(), 0);

    public CallTrace {
        messages = List.copyOf(messages);
        if (left < 0) {
            throw new IllegalArgumentException("Nobody leaves out " + left);
        }
    }

    /**
     * One message.
     *
     * @param at when it left or came, by the clock of this host
     * @param sent true when this side sent it
     * @param peer where it went to or came from: transport, address and port; of a stanza {@code XMPP} and a JID, if it
     *     has one
     * @param title what it is, in a line. By SIP a method and whom it is for, or a status and its method. By XMPP the
     *     action of a request or the name of a message, with its reason or its payload, for example {@code
     *     session-terminate success}; of an answer {@code result} or {@code error} with the conditions, and what it
     *     answers
     * @param text all of it that may be shown, of 4,096 characters at most
     * @param again true when the same was seen before: a retransmission, or what is sent again after a sign-in because
     *     it had no answer
     */
    public record Message(Instant at, boolean sent, String peer, String title, String text, boolean again) {

        /** The longest {@link #text()}. */
        public static final int LONGEST = 4096;

        public Message {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(title, "title");
            text = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
        }
    }

    /**
     * The ladder: a line for each message, with the seconds since the first, an arrow to the right for what was sent
     * and to the left for what came, and {@code (again)} for retransmissions. Empty when nothing was traced.
     */
    public String ladder() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < messages.size(); i++) {
            if (left > 0 && i == FIRST) {
                out.append("          ... ").append(left).append(" more\n");
            }
            out.append(line(messages.get(i))).append('\n');
        }
        return out.toString();
    }

    /** The messages whole, each below its line of the ladder. */
    public String text() {
        return messages.stream()
                .map(message -> line(message) + "\n" + message.text().strip() + "\n")
                .collect(Collectors.joining("\n"));
    }

    private String line(Message message) {
        double seconds = Duration.between(messages.get(0).at(), message.at()).toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%9.3f %s %s  [%s]%s",
                seconds,
                message.sent() ? "-->" : "<--",
                message.title(),
                message.peer(),
                message.again() ? " (again)" : "");
    }

    /** The {@link #ladder()}. */
    @Override
    public String toString() {
        return ladder();
    }
}
