package dev.duet.sip.internal.rfc3515;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.stack.Sip;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Who refers to somebody (RFC 3892), as told: the signed token that could prove it is neither read nor passed on.
 *
 * @param uri as it came
 * @param address the person; null when that is none of SIP or telephone
 */
public record ReferredBy(String uri, @Nullable Address address) {

    /** The header's name. */
    public static final String NAME = "Referred-By";

    /** What a message says; empty for nothing that is understood. */
    public static Optional<ReferredBy> of(Message message) {
        String value = Sip.value(message, NAME);
        return Optional.ofNullable(value == null ? Sip.unread(message, NAME, "b") : value)
                .flatMap(ReferredBy::parse);
    }

    private static Optional<ReferredBy> parse(String value) {
        try {
            String plain = value.startsWith("<") || value.indexOf('<') >= 0 ? value : value.split(";", 2)[0];
            String uri = Sip.addresses()
                    .createAddress(plain.replaceAll("(>)\\s*;.*$", "$1"))
                    .getURI()
                    .toString();
            return Optional.of(
                    new ReferredBy(uri, Uris.address(uri).map(Address::bare).orElse(null)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The header's value. */
    public String value() {
        return "<" + uri + ">";
    }
}
