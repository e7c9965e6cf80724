package dev.duet.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * One person with an account at the sandbox, the same on its SIP and its XMPP server.
 *
 * @param name the part before the {@code @}: in lower case and free of what RFC 7622 3.3.1 forbids in a localpart, so
 *     that SIP (which compares user parts by case) and XMPP (which folds them) agree on who is meant
 * @param domain the part after the {@code @}, in lower case
 * @param password what the person signs in with; never part of {@link #toString()}
 */
public record SandboxUser(String name, String domain, String password) {

    private static final String FORBIDDEN = "\"&'/:<>@";
    private static final String SIP_UNESCAPED = "-_.!~*'()&=+$,;?/";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a part is empty, or the name or domain holds what an address cannot hold
     */
    public SandboxUser {
        requireAddressPart("name", name);
        requireAddressPart("domain", domain);
        Objects.requireNonNull(password, "password");
        if (password.isEmpty()) {
            throw new IllegalArgumentException("The password of " + name + " is empty");
        }
    }

    private static void requireAddressPart(String what, String value) {
        boolean clean = !value.isEmpty()
                && value.equals(value.toLowerCase(Locale.ROOT))
                && value.chars()
                        .noneMatch(c ->
                                Character.isWhitespace(c) || Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0);
        if (!clean) {
            throw new IllegalArgumentException(
                    "Not a " + what + " in lower case without spaces or any of " + FORBIDDEN + " : \"" + value + '"');
        }
    }

    /**
     * The SIP address of record (RFC 3261 19.1.1), for example {@code sip:alice@example.com}.
     *
     * @return the URI, with the name escaped where SIP asks for it
     */
    public String sipUri() {
        StringBuilder uri = new StringBuilder("sip:");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || SIP_UNESCAPED.indexOf(c) >= 0);
            if (plain) {
                uri.append(c);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return uri.append('@').append(domain).toString();
    }

    /**
     * The bare JID (RFC 7622), for example {@code alice@example.com}.
     *
     * @return the address
     */
    public String jid() {
        return name + '@' + domain;
    }

    /** Name and domain; the password is left out. */
    @Override
    public String toString() {
        return "SandboxUser[" + jid() + ']';
    }
}
