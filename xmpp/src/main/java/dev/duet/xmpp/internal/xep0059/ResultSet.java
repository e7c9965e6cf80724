package dev.duet.xmpp.internal.xep0059;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of the page that it is. Pure.
 *
 * @param last the id of the page's last item; empty for none
 * @param index where in the whole the page begins; empty when it does not say
 * @param count how many items there are in all; empty when it does not say
 */
public record ResultSet(String last, OptionalInt index, OptionalInt count) {

    /** The namespace. */
    public static final String NAMESPACE = "http://jabber.org/protocol/rsm";

    /** Asks for a page: what is after that item, or for an empty id the first. */
    public static Xml after(String id, int most) {
        Xml.Builder set = Xml.element("set", NAMESPACE).add("max", Integer.toString(most));
        return id.isEmpty() ? set.build() : set.add("after", id).build();
    }

    /** What an answer says; null when it is no page, but all. */
    public static @Nullable ResultSet in(Xml answer) {
        Xml set = answer.child("set", NAMESPACE);
        if (set == null) {
            return null;
        }
        Xml first = set.child("first", NAMESPACE);
        return new ResultSet(
                set.textOf("last"),
                number(first == null ? "" : first.attribute("index", "")),
                number(set.textOf("count")));
    }

    private static OptionalInt number(String text) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /**
     * What to ask with for the page after a page of so many items.
     *
     * @return empty when that was the last
     */
    public String next(int items, int most) {
        boolean ends =
                index.isPresent() && count.isPresent() ? index.getAsInt() + items >= count.getAsInt() : items < most;
        return items == 0 || ends ? "" : last;
    }
}
