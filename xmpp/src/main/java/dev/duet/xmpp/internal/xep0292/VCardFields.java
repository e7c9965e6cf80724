package dev.duet.xmpp.internal.xep0292;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What both forms of a vCard have in common: bounds, addresses, and keeping what we have no words for. Pure. */
final class VCardFields {

    /** Of each sort; whoever tells more tells the first of them. */
    private static final int MOST = 50;

    private static final int MAX_LENGTH = 4_096;

    private VCardFields() {}

    /** A text, without space around it and not too long. */
    static String text(String value) {
        String text = value.strip();
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    /** Texts, each once, without empty ones. */
    static List<String> texts(List<Xml> elements, Function<Xml, String> value) {
        return elements.stream()
                .map(value)
                .map(VCardFields::text)
                .filter(text -> !text.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** Addresses, as far as they are well-formed. */
    static Set<Address> addresses(List<String> texts) {
        Set<Address> addresses = new LinkedHashSet<>();
        texts.stream()
                .map(VCardFields::address)
                .filter(address -> address != null)
                .limit(MOST)
                .forEach(addresses::add);
        return addresses;
    }

    private static @Nullable Address address(String text) {
        try {
            String scheme = text.toLowerCase(Locale.ROOT);
            boolean known = scheme.matches("(?s)(sips?|xmpp|tel):.*");
            return known ? Address.parse(text).bare() : Address.tel(text);
        } catch (IllegalArgumentException e) {
            return null; // a number of somebody's own writing, or a scheme that nobody here reaches
        }
    }

    /**
     * A vCard with new fields in the place of old ones. An element that says the same as before stays as it was, with
     * what it says beside, such as that a number is the one at work.
     *
     * @param old null for none
     * @param ours which elements we have words for
     * @param fields what they say now
     */
    static Xml merge(Xml.Builder vCard, @Nullable Xml old, List<String> ours, List<Field> fields) {
        List<Field> fresh = new ArrayList<>(fields);
        if (old != null) {
            for (Xml child : old.children()) {
                boolean same = fresh.removeIf(field -> field.isIn(child));
                if (same || !ours.contains(child.name())) {
                    vCard.add(child);
                }
            }
        }
        fresh.forEach(field -> vCard.add(field.element()));
        return vCard.build();
    }

    /**
     * One thing that a vCard says.
     *
     * @param element how it is written
     * @param value how what an element says is compared
     */
    record Field(Xml element, Function<Xml, String> value) {

        boolean isIn(Xml other) {
            return other.name().equals(element.name())
                    && value.apply(other).strip().equals(value.apply(element).strip());
        }
    }
}
