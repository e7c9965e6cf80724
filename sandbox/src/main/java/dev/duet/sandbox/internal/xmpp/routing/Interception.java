package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Errors that a test wants instead of the true answer. */
final class Interception {

    private record Refusal(String namespace, StanzaCondition condition) {}

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    Runnable refuse(String namespace, StanzaCondition condition) {
        // An instance of its own each time, so that one handle takes back one wish.
        Refusal refusal = new Refusal(namespace, condition);
        refusals.add(refusal);
        return () -> refusals.removeIf(r -> r == refusal);
    }

    Optional<Element> answer(Element stanza) {
        if (!Stanzas.isRequest(stanza)) {
            return Optional.empty();
        }
        String namespace = stanza.elements().get(0).namespace();
        return refusals.stream()
                .filter(r -> r.namespace().equals(namespace))
                .findFirst()
                .map(r -> Stanzas.error(stanza, r.condition()));
    }
}
