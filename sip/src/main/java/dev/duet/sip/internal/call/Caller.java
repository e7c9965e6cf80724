package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.stack.Sip;
import java.text.ParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who calls or writes.
 *
 * @param address the person; as asserted by the own server (RFC 3325) where it is, else as the request says
 * @param name may be empty
 * @param asserted true when the own server says so itself
 */
public record Caller(Address address, String name, boolean asserted) {

    /** What stands between commas outside of quotes. */
    private static final Pattern PART = Pattern.compile("(?:[^,\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\"|\")++");

    /**
     * The sender of a request; null when that is no address of ours.
     *
     * @param trusted true when the account's own server sent it, whose word on identities counts
     */
    public static @Nullable Caller of(Request request, boolean trusted) {
        if (trusted) {
            for (String value : Sip.values(request, "P-Asserted-Identity")) {
                for (Matcher part = PART.matcher(value); part.find(); ) {
                    Optional<Caller> asserted = parse(part.group().strip());
                    if (asserted.isPresent()) {
                        return asserted.get();
                    }
                }
            }
        }
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        return of(from.getAddress(), false).orElse(null);
    }

    private static Optional<Caller> parse(String text) {
        try {
            return of(Sip.addresses().createAddress(text), true);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Caller> of(javax.sip.address.Address address, boolean asserted) {
        String name = address.getDisplayName();
        String plain = name == null ? "" : unquoted(name.strip());
        return Uris.address(address.getURI()).map(found -> new Caller(found.bare(), plain, asserted));
    }

    private static String unquoted(String name) {
        boolean isPlain = name.indexOf('"') < 0 && name.indexOf('\\') < 0;
        return isPlain ? name : name.replaceAll("^\"|\"$", "").replaceAll("\\\\(.)", "$1");
    }
}
