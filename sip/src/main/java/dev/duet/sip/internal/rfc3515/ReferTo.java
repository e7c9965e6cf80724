package dev.duet.sip.internal.rfc3515;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.stack.Sip;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.ReferToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Whom a REFER asks to call. Of what a URI may tell to put into the request (RFC 3261 19.1.5) only Replaces is taken,
 * and that it is required: the rest would let others write this side's messages.
 *
 * @param target an address by SIP, or a telephone number
 * @param replaces which dialog of the target's is to be replaced; null for none
 * @param required true when the target must understand that
 */
public record ReferTo(Address target, @Nullable Replaces replaces, boolean required) {

    private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
    private static final Pattern VALUE =
            Pattern.compile("(?:(?:" + QUOTED + "\\s*+|[^<>\",;]*+)<([^<>\\s]+)>|([^<>\",;\\s]+))\\s*(?:;[^,]*)?");

    /** Why a Refer-To is not taken, as the status that tells. */
    public static final class Unfit extends Exception {

        private static final long serialVersionUID = 1;

        private final int status;

        Unfit(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The response. */
        public int status() {
            return status;
        }
    }

    /**
     * Reads that of a REFER.
     *
     * @throws Unfit when there is not one, or it names nobody whom this side calls
     */
    public static ReferTo of(Request refer) throws Unfit {
        String value = Sip.value(refer, ReferToHeader.NAME);
        if (value == null) {
            value = Sip.unread(refer, ReferToHeader.NAME, "r"); // such as one with an @ that should be escaped
        }
        Matcher form = VALUE.matcher(value == null ? "" : value);
        if (!form.matches()) {
            throw new Unfit(Response.BAD_REQUEST, "not one Refer-To"); // RFC 3515 2.4.2
        }
        return parse(form.group(1) == null ? form.group(2) : form.group(1));
    }

    static ReferTo parse(String uri) throws Unfit {
        int end = uri.indexOf('?');
        Address address = Uris.address(end < 0 ? uri : uri.substring(0, end)).orElse(null);
        if (address == null || address instanceof Address.Xmpp) {
            throw new Unfit(Response.UNSUPPORTED_URI_SCHEME, "it refers to what is no call");
        }
        Map<String, String> headers = headers(end < 0 ? "" : uri.substring(end + 1));
        String named = headers.get(Replaces.NAME.toLowerCase(Locale.ROOT));
        Optional<Replaces> replaces = named == null ? Optional.empty() : Replaces.parse(named);
        if (named != null && replaces.isEmpty()) {
            throw new Unfit(Response.BAD_REQUEST, "a malformed Replaces");
        }
        boolean required =
                headers.getOrDefault("require", "").toLowerCase(Locale.ROOT).contains("replaces");
        return new ReferTo(
                address instanceof Address.Sip sip ? withoutMethod(sip) : address,
                replaces.orElse(null),
                required && replaces.isPresent());
    }

    private static Address.Sip withoutMethod(Address.Sip sip) throws Unfit {
        Map<String, String> parameters = new TreeMap<>(sip.parameters());
        for (Map.Entry<String, String> each : sip.parameters().entrySet()) {
            if (each.getKey().equalsIgnoreCase("method")) {
                if (!each.getValue().equalsIgnoreCase(Request.INVITE)) {
                    throw new Unfit(Response.DECLINE, "it refers to what is no call");
                }
                parameters.remove(each.getKey());
            }
        }
        return new Address.Sip(sip.secure(), sip.user(), sip.host(), sip.port(), parameters);
    }

    private static Map<String, String> headers(String text) throws Unfit {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String each : text.split("&")) {
            int equals = each.indexOf('=');
            if (equals > 0 && headers.put(each.substring(0, equals), unescaped(each.substring(equals + 1))) != null) {
                throw new Unfit(Response.BAD_REQUEST, "a header twice");
            }
        }
        return headers;
    }

    /** RFC 3261 19.1.2: a plus is a plus. */
    private static String unescaped(String text) throws Unfit {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Unfit(Response.BAD_REQUEST, "a malformed escape");
        }
    }

    /**
     * The header's value.
     *
     * @param target the URI, without headers
     * @param replaces what the target is to replace; null for nothing
     */
    public static String value(String target, @Nullable Replaces replaces) {
        if (replaces == null) {
            return "<" + target + ">";
        }
        String escaped =
                URLEncoder.encode(replaces.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return "<" + target + "?" + Replaces.NAME + "=" + escaped + ">";
    }
}
