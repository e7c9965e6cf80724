package dev.duet.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text to {@link Address} and back: the grammar of RFC 3261 25.1, RFC 5122, RFC 7622, RFC 3966, as much as we use. */
final class AddressParser {

    private static final int MAX_LENGTH = 3071; // RFC 7622 3.1 for a whole JID; far above any sane SIP URI
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern DOMAIN = Pattern.compile("[^\\s/@\"&'<>:]+|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::([0-9]{1,5}))?");
    private static final String LOCAL_FORBIDDEN = "\"&'/:<>@ "; // RFC 7622 3.3.1
    private static final String USER_UNRESERVED = "-_.!~*'()&=+$,;?/"; // RFC 3261 25.1, mark and user-unreserved
    private static final String PARAM_UNRESERVED = "-_.!~*'()[]/:&+$";

    private AddressParser() {}

    static Address.Sip sip(String text) {
        checkLength(text);
        boolean secure = startsWithIgnoreCase(text, "sips:");
        String rest = secure ? text.substring(5) : startsWithIgnoreCase(text, "sip:") ? text.substring(4) : text;
        int headers = rest.indexOf('?', rest.indexOf('@') + 1);
        rest = headers < 0 ? rest : rest.substring(0, headers);
        int at = rest.indexOf('@');
        String user = null;
        if (at >= 0) {
            user = unescape(rest.substring(0, at), text);
            if (user.isEmpty()) {
                throw bad("SIP address", text);
            }
            if (rest.lastIndexOf(':', at) >= 0) {
                throw new IllegalArgumentException("A password does not belong into a SIP address");
            }
            rest = rest.substring(at + 1);
        }
        String[] parts = rest.split(";", -1);
        String host = parts[0];
        int port = 0;
        if (!isPlainHost(host)) {
            Matcher hostPort = HOST_PORT.matcher(host);
            if (!hostPort.matches() || !HOST.matcher(hostPort.group(1)).matches()) {
                throw bad("SIP address", text);
            }
            host = hostPort.group(1);
            port = hostPort.group(2) == null ? 0 : Integer.parseInt(hostPort.group(2));
        }
        Map<String, String> parameters = parts.length == 1 ? Map.of() : new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            if (name.isEmpty()) {
                throw bad("SIP address", text);
            }
            String value = equals < 0 ? "" : parts[i].substring(equals + 1);
            parameters.put(unescape(name, text).toLowerCase(Locale.ROOT), unescape(value, text));
        }
        return new Address.Sip(secure, user, host, port, parameters);
    }

    static Address.Xmpp xmpp(String text) {
        checkLength(text);
        boolean uri = startsWithIgnoreCase(text, "xmpp:");
        String rest = uri ? text.substring(5) : text;
        if (uri) {
            int query = rest.indexOf('?');
            rest = unescape(query < 0 ? rest : rest.substring(0, query), text);
        }
        int slash = rest.indexOf('/');
        String resource = slash < 0 ? null : rest.substring(slash + 1);
        String bare = slash < 0 ? rest : rest.substring(0, slash);
        int at = bare.indexOf('@');
        String local = at < 0 ? null : bare.substring(0, at);
        String domain = bare.substring(at + 1);
        boolean localIsGood = local == null || !local.isEmpty() && !hasForbidden(local);
        if (!localIsGood || !isDomain(domain) || resource != null && resource.isEmpty()) {
            throw bad("XMPP address", text);
        }
        return new Address.Xmpp(local, domain, resource);
    }

    static Address.Tel tel(String text) {
        checkLength(text);
        String rest = startsWithIgnoreCase(text, "tel:") ? text.substring(4) : text;
        int parameters = rest.indexOf(';');
        String number = (parameters < 0 ? rest : rest.substring(0, parameters)).replaceAll("[-.() ]", "");
        return new Address.Tel(number);
    }

    static String format(Address.Sip sip) {
        StringBuilder out = new StringBuilder(sip.secure() ? "sips:" : "sip:");
        if (sip.user() != null) {
            out.append(escape(sip.user(), USER_UNRESERVED)).append('@');
        }
        out.append(sip.host());
        if (sip.port() != 0) {
            out.append(':').append(sip.port());
        }
        sip.parameters().forEach((name, value) -> {
            out.append(';').append(escape(name, PARAM_UNRESERVED));
            if (!value.isEmpty()) {
                out.append('=').append(escape(value, PARAM_UNRESERVED));
            }
        });
        return out.toString();
    }

    static String format(Address.Xmpp xmpp) {
        StringBuilder out = new StringBuilder("xmpp:");
        if (xmpp.local() != null) {
            out.append(escape(xmpp.local(), "-_.~!$*()+,;=")).append('@');
        }
        out.append(xmpp.domain());
        if (xmpp.resource() != null) {
            out.append('/').append(escape(xmpp.resource(), "-_.~!$&'()*+,;=:@"));
        }
        return out.toString();
    }

    private static boolean hasForbidden(String local) {
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c < 0x21 || c == 0x7F || LOCAL_FORBIDDEN.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Those without a port that a look is enough for. */
    private static boolean isPlainHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            boolean inner = i > 0 && i < host.length() - 1;
            if (!isPlain(host.charAt(i), inner ? "._-" : "")) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static boolean isDomain(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            if (!isPlain(domain.charAt(i), "-.")) {
                return DOMAIN.matcher(domain).matches(); // one that is rare
            }
        }
        return !domain.isEmpty();
    }

    private static boolean isPlain(char c, String also) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || also.indexOf(c) >= 0;
    }

    private static boolean startsWithIgnoreCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static String escape(String text, String alsoPlain) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain), alsoPlain)) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isPlain(c, alsoPlain)) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isUnescaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '%' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    private static String unescape(String text, String whole) {
        if (isUnescaped(text)) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                boolean room = i + 2 < bytes.length;
                int high = room ? Character.digit(bytes[i + 1], 16) : -1;
                int low = room ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw bad("escape", whole);
                }
                out.write(high << 4 | low);
                i += 2;
            } else if (bytes[i] >= 0 && bytes[i] <= ' ' || bytes[i] == 0x7F || bytes[i] == '<' || bytes[i] == '>') {
                throw bad("character", whole);
            } else {
                out.write(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("escape", whole);
        }
    }

    private static void checkLength(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("An address has 1 to " + MAX_LENGTH + " characters");
        }
    }

    private static IllegalArgumentException bad(String what, String text) {
        return new IllegalArgumentException("Bad " + what + " in \"" + text + "\"");
    }
}
