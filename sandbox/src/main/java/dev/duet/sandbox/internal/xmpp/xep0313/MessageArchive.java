package dev.duet.sandbox.internal.xmpp.xep0313;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0059.ResultSets;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Questions to an archive, and its answers, sections 4 and 5. */
public final class MessageArchive {

    public static final String NAMESPACE = "urn:xmpp:mam:2";

    /** The namespace of the ids that it gives (XEP-0359). */
    public static final String IDS = "urn:xmpp:sid:0";

    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String DELAY = "urn:xmpp:delay";
    private static final String FORMS = "jabber:x:data";

    private MessageArchive() {}

    /**
     * A message that is kept.
     *
     * @param with the other side, a bare address
     */
    public record Kept(String id, Instant at, Jid with, Element message) {}

    /** Sends what a client asks for; returns the answer that ends it. */
    public static Element answer(ClientSession asking, Jid owner, Element iq, Element query, List<Kept> all) {
        Predicate<Kept> wanted;
        try {
            wanted = wanted(query);
        } catch (DateTimeParseException e) {
            return Stanzas.error(iq, StanzaCondition.BAD_REQUEST);
        }
        Optional<ResultSets.Page<Kept>> page =
                ResultSets.page(query, all.stream().filter(wanted).toList(), Kept::id);
        if (page.isEmpty()) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        page.get().items().forEach(kept -> asking.send(result(asking, owner, query.attribute("queryid"), kept)));
        return Stanzas.result(iq)
                .with(Element.of(NAMESPACE, "fin")
                        .with("complete", Boolean.toString(page.get().complete()))
                        .with(page.get().set()));
    }

    private static Predicate<Kept> wanted(Element query) {
        String with = field(query, "with");
        Instant start = time(field(query, "start"));
        Instant end = time(field(query, "end"));
        return kept -> (with.isEmpty() || kept.with.toString().equals(with))
                && (start == null || !kept.at.isBefore(start))
                && (end == null || !kept.at.isAfter(end));
    }

    private static @Nullable Instant time(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static String field(Element query, String name) {
        return query.elements(FORMS, "x").stream()
                .flatMap(form -> form.elements(FORMS, "field").stream())
                .filter(field -> name.equals(field.attribute("var")))
                .flatMap(field -> field.elements(FORMS, "value").stream())
                .map(Element::text)
                .findFirst()
                .orElse("");
    }

    private static Element result(ClientSession asking, Jid owner, @Nullable String queryId, Kept kept) {
        Element delay = Element.of(DELAY, "delay").with("stamp", kept.at.toString());
        return Element.of(Ns.CLIENT, "message")
                .with("from", owner.toString())
                .with("to", asking.jid().toString())
                .with(Element.of(NAMESPACE, "result")
                        .with("queryid", queryId)
                        .with("id", kept.id)
                        .with(Element.of(FORWARD, "forwarded").with(delay, kept.message)));
    }
}
