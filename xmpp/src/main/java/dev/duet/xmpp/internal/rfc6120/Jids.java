package dev.duet.xmpp.internal.rfc6120;

import dev.duet.model.Address;
import org.jspecify.annotations.Nullable;

/** Addresses as they stand in attributes. */
public final class Jids {

    private Jids() {}

    /** True when that is the address. */
    public static boolean is(@Nullable String text, Address.Xmpp address) {
        return text != null && (text.equals(address.jid()) || address.equals(read(text)));
    }

    /** Reads an address; null when there is none or it is not well-formed. */
    public static Address.@Nullable Xmpp read(@Nullable String text) {
        if (text == null || text.isEmpty() || text.regionMatches(true, 0, "xmpp:", 0, 5)) {
            return null;
        }
        try {
            return Address.xmpp(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
