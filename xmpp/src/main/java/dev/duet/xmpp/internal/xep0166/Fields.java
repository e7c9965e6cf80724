package dev.duet.xmpp.internal.xep0166;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** Attributes of Jingle elements, strictly read. */
public final class Fields {

    private Fields() {}

    /** An attribute that has to be there, and not empty. */
    public static String required(Xml element, String attribute) throws JingleException {
        String value = element.attribute(attribute, "");
        if (value.isBlank()) {
            throw new JingleException("no " + attribute + " in " + element.name());
        }
        return value.strip();
    }

    /** A number that has to be there. */
    public static long number(Xml element, String attribute, long least, long most) throws JingleException {
        return parse(element, attribute, required(element, attribute), least, most);
    }

    /** A number, or that value when there is none. */
    public static long number(Xml element, String attribute, long least, long most, long otherwise)
            throws JingleException {
        String value = element.attribute(attribute);
        return value == null ? otherwise : parse(element, attribute, value.strip(), least, most);
    }

    private static long parse(Xml element, String attribute, String value, long least, long most)
            throws JingleException {
        boolean digits =
                !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = digits ? Long.parseLong(value) : -1;
        if (number < least || number > most) {
            throw new JingleException("bad " + attribute + " in " + element.name());
        }
        return number;
    }

    /** An XML boolean; false when there is none. */
    public static boolean flag(Xml element, String attribute) throws JingleException {
        return switch (element.attribute(attribute, "false").strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new JingleException("bad " + attribute + " in " + element.name());
        };
    }

    /** An address, or null when there is none. */
    public static Address.@Nullable Xmpp address(Xml element, String attribute) throws JingleException {
        String value = element.attribute(attribute);
        Address.Xmpp address = Jids.read(value);
        if (value != null && address == null) {
            throw new JingleException("bad " + attribute + " in " + element.name());
        }
        return address;
    }
}
