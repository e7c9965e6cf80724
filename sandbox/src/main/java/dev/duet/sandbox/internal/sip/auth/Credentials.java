package dev.duet.sandbox.internal.sip.auth;

import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of one Authorization or Proxy-Authorization header (RFC 3261 20.7). */
record Credentials(Map<String, String> params) {

    static Credentials parse(String value) {
        String trimmed = value.trim();
        if (!trimmed.regionMatches(true, 0, "Digest ", 0, 7)) {
            throw new SipFormatException("not Digest");
        }
        Map<String, String> params = new HashMap<>();
        for (String part : Grammar.split(trimmed.substring(7), ',')) {
            int eq = part.indexOf('=');
            String name = eq < 0 ? "" : part.substring(0, eq).trim().toLowerCase(Locale.ROOT);
            if (!Grammar.isToken(name)) {
                throw new SipFormatException("bad parameter");
            }
            String old = params.put(name, Grammar.unquote(part.substring(eq + 1).trim()));
            if (old != null) {
                throw new SipFormatException("parameter twice: " + name);
            }
        }
        return new Credentials(Map.copyOf(params));
    }

    String get(String name) {
        return params.getOrDefault(name, "");
    }

    boolean has(String name) {
        return params.containsKey(name);
    }

    /** Says no more than the name, since the rest could be used. */
    @Override
    public String toString() {
        return "Credentials[" + get("username") + ']';
    }
}
