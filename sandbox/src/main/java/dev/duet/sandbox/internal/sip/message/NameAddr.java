package dev.duet.sandbox.internal.sip.message;

import java.util.Optional;

/**
 * The value of From, To, Contact, Route and their like: {@code "Bob" <sip:bob@example.com>;tag=1} or
 * {@code sip:bob@example.com;tag=1}.
 *
 * @param display the display name as written, or empty
 * @param uri the address, of any scheme
 * @param params the header's parameters
 */
public record NameAddr(String display, String uri, Params params) {

    public static NameAddr parse(String text) {
        int open = Grammar.indexOutside(text, '<');
        if (open < 0) {
            return addrSpec(text);
        }
        int close = text.indexOf('>', open);
        if (close < 0) {
            throw new SipFormatException("no closing angle bracket");
        }
        String display = text.substring(0, open).trim();
        checkDisplay(display);
        String uri = text.substring(open + 1, close);
        checkUri(uri);
        return new NameAddr(display, uri, Params.ofHeader(text.substring(close + 1)));
    }

    /** Without brackets all parameters are the header's, and the URI may hold no comma or question mark (20.10). */
    private static NameAddr addrSpec(String text) {
        int semicolon = text.indexOf(';');
        String uri = (semicolon < 0 ? text : text.substring(0, semicolon)).trim();
        if (uri.indexOf(',') >= 0 || uri.indexOf('?') >= 0) {
            throw new SipFormatException("URI with comma or question mark outside angle brackets");
        }
        checkUri(uri);
        return new NameAddr("", uri, semicolon < 0 ? Params.NONE : Params.ofHeader(text.substring(semicolon)));
    }

    private static void checkDisplay(String display) {
        if (display.startsWith("\"")) {
            if (Grammar.endOfQuoted(display, 0) != display.length()) {
                throw new SipFormatException("text after the quoted display name");
            }
            return;
        }
        for (String word : display.split("[ \t]+")) {
            if (!word.isEmpty() && !Grammar.isToken(word)) {
                throw new SipFormatException("display name needs quotes: " + display);
            }
        }
    }

    private static void checkUri(String uri) {
        String scheme = SipUri.schemeOf(uri);
        if (scheme.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new SipFormatException("not a URI: " + uri);
        }
        if (scheme.equals("sip") || scheme.equals("sips")) {
            SipUri.parse(uri);
        }
    }

    /** The address as a SIP URI, or empty if it has another scheme. */
    public Optional<SipUri> sipUri() {
        String scheme = SipUri.schemeOf(uri);
        return scheme.equals("sip") || scheme.equals("sips") ? Optional.of(SipUri.parse(uri)) : Optional.empty();
    }

    public Optional<String> tag() {
        return params.get("tag");
    }

    public NameAddr withParam(String name, String value) {
        return new NameAddr(display, uri, params.with(name, value));
    }

    @Override
    public String toString() {
        return (display.isEmpty() ? "" : display + ' ') + '<' + uri + '>' + params;
    }
}
