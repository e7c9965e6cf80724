package dev.duet.examples.peers;

import java.util.Base64;
import java.util.Map;

/**
 * What stanza in a page says, and what it is told, outside of calls. Events are stanzas in its words: {@code message},
 * {@code presence}, {@code receipt}, {@code chat:state}, {@code replace}, {@code marker:displayed}; and {@code topic}.
 */
record StanzaChat(Page page) {

    /** Sends a message, in its words, such as {@code to}, {@code type} and {@code body}, and returns the id. */
    String say(Map<String, ?> message) {
        return page.call("peer.say", message).text();
    }

    /** Tells all who see it what it is up to: {@code show} and {@code status}. */
    void show(Map<String, ?> presence) {
        page.call("peer.show", presence);
    }

    /** Enters a room and waits until it is in. */
    void join(String room, String nickname) {
        page.call("peer.join", room, nickname);
    }

    void leave(String room) {
        page.call("peer.leave", room);
    }

    void subject(String room, String subject) {
        page.call("peer.subject", room, subject);
    }

    /** Puts a file at the server, and returns where others get it. */
    String upload(String name, String mediaType, byte[] bytes) {
        return page.call("peer.upload", name, mediaType, Base64.getEncoder().encodeToString(bytes))
                .text();
    }

    byte[] fetch(String url) {
        return Base64.getDecoder().decode(page.call("peer.fetch", url).text());
    }

    /** Waits for a message of that text. */
    JsonValue awaitMessage(String body) {
        return page.await("message", message -> message.textAt("body").equals(body));
    }

    /** Waits until somebody, whose address begins so, is seen with {@code show} and {@code status}. */
    JsonValue awaitPresence(String from, String show, String status) {
        return page.await(
                "presence",
                presence -> presence.textAt("from").startsWith(from)
                        && presence.textAt("type").isEmpty()
                        && presence.textAt("show").equals(show)
                        && presence.textAt("status").equals(status));
    }

    /** Waits until somebody, whose address begins so, is gone. */
    void awaitGone(String from) {
        page.await(
                "presence",
                presence -> presence.textAt("from").startsWith(from)
                        && presence.textAt("type").equals("unavailable"));
    }
}
