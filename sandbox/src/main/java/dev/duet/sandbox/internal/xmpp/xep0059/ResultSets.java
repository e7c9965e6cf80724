package dev.duet.sandbox.internal.xmpp.xep0059;

import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists, page by page where a client asks for that. */
public final class ResultSets {

    public static final String NAMESPACE = "http://jabber.org/protocol/rsm";

    private static final int MOST = 100;

    private ResultSets() {}

    /**
     * A page of a list.
     *
     * @param items these
     * @param complete whether nothing is left beyond them, in the direction that was asked for
     * @param set what is told of the page
     */
    public record Page<T>(List<T> items, boolean complete, Element set) {}

    /**
     * Cuts a page out of a list, as a request asks for.
     *
     * @param id by which an item is known
     * @return empty when the request names an item that is not there
     */
    public static <T> Optional<Page<T>> page(Element request, List<T> all, Function<T, String> id) {
        Optional<Element> set = request.child(NAMESPACE, "set");
        int max = set.flatMap(s -> s.child(NAMESPACE, "max"))
                .map(Element::text)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(MOST);
        Optional<String> after = set.flatMap(s -> s.child(NAMESPACE, "after")).map(Element::text);
        Optional<String> before = set.flatMap(s -> s.child(NAMESPACE, "before")).map(Element::text);
        List<String> ids = all.stream().map(id).toList();
        int from = after.map(ids::indexOf).orElse(-1);
        int to = before.filter(text -> !text.isEmpty()).map(ids::indexOf).orElse(all.size());
        if (after.isPresent() && from < 0 || to < 0) {
            return Optional.empty();
        }
        int first = before.isPresent() ? Math.max(from + 1, to - max) : from + 1;
        int end = Math.max(first, Math.min(to, first + max));
        boolean complete = before.isPresent() ? first == from + 1 : end == to;
        return Optional.of(new Page<>(all.subList(first, end), complete, told(ids, first, end)));
    }

    private static Element told(List<String> ids, int first, int end) {
        Element set = Element.of(NAMESPACE, "set");
        if (end > first) {
            set = set.with(Element.of(NAMESPACE, "first")
                            .with("index", Integer.toString(first))
                            .withText(ids.get(first)))
                    .with(Element.of(NAMESPACE, "last").withText(ids.get(end - 1)));
        }
        return set.with(Element.of(NAMESPACE, "count").withText(Integer.toString(ids.size())));
    }

    /** The answer to a request for a list of elements: all, unless it asks for a page. */
    public static Element answer(
            Element iq, Element request, Element answer, List<Element> all, Function<Element, String> id) {
        if (!request.has(NAMESPACE, "set")) {
            return Stanzas.result(iq).with(answer.with(all));
        }
        return page(request, all, id)
                .map(page -> Stanzas.result(iq).with(answer.with(page.items()).with(page.set())))
                .orElse(Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND));
    }
}
