package dev.duet.sandbox.internal.xmpp.stanza;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP address (RFC 7622), prepared so that equal addresses are equal records.
 *
 * <p>Preparation follows the PRECIS profiles as far as the JDK's tables go: case and width mapping and NFC for the
 * localpart, NFC for the resourcepart, IDNA for the domainpart, and no controls, spaces (in the localpart) or
 * unassigned characters. Not checked: contextual rules and the Bidi rule.
 */
public record Jid(
        @Nullable String local, String domain, @Nullable String resource) {

    private static final int MAX_BYTES = 1023;
    private static final String NOT_IN_LOCAL = "\"&'/:<>@";

    /**
     * The address that this text writes.
     *
     * @throws InvalidJidException if it writes none; the message says why, without the text
     */
    public static Jid parse(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        String resource = slash < 0 ? null : prepareResource(text.substring(slash + 1));
        int at = bare.indexOf('@');
        String local = at < 0 ? null : prepareLocal(bare.substring(0, at));
        return new Jid(local, prepareDomain(bare.substring(at + 1)), resource);
    }

    /** The localpart as PRECIS' UsernameCaseMapped profile would have it. */
    public static String prepareLocal(String text) {
        String mapped = narrow(text).toLowerCase(Locale.ROOT);
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFC);
        check(prepared, "localpart");
        for (int i = 0; i < prepared.length(); i++) {
            char c = prepared.charAt(i);
            if (NOT_IN_LOCAL.indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                throw new InvalidJidException("character not allowed in a localpart");
            }
        }
        return prepared;
    }

    /** The resourcepart as PRECIS' OpaqueString profile would have it. */
    public static String prepareResource(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> mapped.appendCodePoint(Character.isSpaceChar(c) ? ' ' : c));
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFC);
        check(prepared, "resourcepart");
        return prepared;
    }

    private static String prepareDomain(String text) {
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (plain.startsWith("[") && plain.endsWith("]")) {
            check(plain, "domainpart");
            return plain.toLowerCase(Locale.ROOT);
        }
        String prepared;
        try {
            prepared =
                    IDN.toUnicode(IDN.toASCII(plain, IDN.USE_STD3_ASCII_RULES)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidJidException("not a domain name");
        }
        check(prepared, "domainpart");
        return prepared;
    }

    private static void check(String part, String name) {
        if (part.isEmpty()) {
            throw new InvalidJidException("empty " + name);
        }
        if (part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidJidException(name + " longer than " + MAX_BYTES + " bytes");
        }
        if (part.codePoints().anyMatch(c -> Character.isISOControl(c) || !Character.isDefined(c) || isSurrogate(c))) {
            throw new InvalidJidException("character not allowed in a " + name);
        }
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Fullwidth ASCII to ASCII, the part of width mapping that people type. */
    private static String narrow(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> mapped.appendCodePoint(c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c));
        return mapped.toString();
    }

    public Jid bare() {
        return resource == null ? this : new Jid(local, domain, null);
    }

    public boolean isBare() {
        return resource == null;
    }

    public Jid withResource(String resource) {
        return new Jid(local, domain, prepareResource(resource));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (local != null) {
            text.append(local).append('@');
        }
        text.append(domain);
        if (resource != null) {
            text.append('/').append(resource);
        }
        return text.toString();
    }
}
