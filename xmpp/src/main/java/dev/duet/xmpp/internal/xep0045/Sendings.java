package dev.duet.xmpp.internal.xep0045;

import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages whose senders wait until the server has them. They do not outlive the session. */
@OnLoop
final class Sendings {

    private final RoomContext context;
    private final Map<String, Long> waiting = new LinkedHashMap<>();

    Sendings(RoomContext context) {
        this.context = context;
    }

    /** Sends a message, which has an id. */
    void send(long operation, Xml message) {
        String id = message.attribute("id", "");
        waiting.put(id, operation);
        if (!context.out().send(message) && waiting.remove(id) != null) {
            context.listener().failed(operation, Iqs.notConnected());
        }
    }

    /** The server has a stanza of ours. */
    void arrived(Xml stanza) {
        Long operation = waiting.remove(stanza.attribute("id", ""));
        if (operation != null) {
            context.listener().completed(operation);
        }
    }

    /** An error came; true when it is for one of these. */
    boolean failed(Xml error) {
        Long operation = waiting.remove(error.attribute("id", ""));
        if (operation != null) {
            context.listener().failed(operation, StanzaErrors.failure(error));
        }
        return operation != null;
    }

    void end() {
        waiting.values().forEach(operation -> context.listener().failed(operation, Iqs.notConnected()));
        waiting.clear();
    }
}
