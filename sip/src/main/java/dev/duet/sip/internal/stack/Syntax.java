package dev.duet.sip.internal.stack;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of RFC 3261 25.1 JAIN-SIP's parser lets pass in requests, though nobody can tell what is meant. Pure. */
final class Syntax {

    private static final List<String> ADDRESSES = List.of("from", "to", "contact", "route", "record-route");
    private static final Pattern VERSION = Pattern.compile("SIP/[0-9]+\\.[0-9]+");
    private static final String COOKIE = "z9hg4bk";
    private static final Pattern NO_BRANCH = Pattern.compile("(?i).*;\\s*branch\\s*=\\s*z9hG4bK\\s*(?:[;,].*)?");

    private Syntax() {}

    /** Why a request is not well-formed; null when nothing of this kind is wrong with it. */
    static @Nullable String fault(RawHeaders raw) {
        String line = raw.firstLine();
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        boolean complete = first > 0
                && last > first + 1
                && isWord(line, 0, first)
                && isWord(line, first + 1, last)
                && isVersion(line.substring(last + 1));
        if (!complete) {
            return "a malformed request line";
        }
        String fault = faultOfUri(line.substring(first + 1, last));
        if (fault != null) {
            return fault;
        }
        for (String name : ADDRESSES) {
            for (String value : raw.all(name)) {
                fault = faultOfAddress(value);
                if (fault != null) {
                    return fault + name;
                }
            }
        }
        List<String> vias = raw.all("via");
        boolean branchless = !vias.isEmpty()
                && mayLackBranch(vias.get(0))
                && NO_BRANCH.matcher(vias.get(0)).matches();
        return branchless ? "a branch that names no transaction" : null; // RFC 4475 3.2.1
    }

    private static @Nullable String faultOfAddress(String value) {
        boolean inUri = false;
        boolean hasBracket = false;
        boolean hasHeaders = false;
        boolean hasSpace = false;
        boolean isQuotable = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' && isQuotable) {
                int end = endOfQuotation(value, i);
                isQuotable = end >= 0; // what nothing ends is none, and none follows it
                i = Math.max(i, end);
                continue;
            }
            hasHeaders |= c == '?';
            if (inUri && c == '>') {
                if (hasSpace) {
                    return "a space within a URI in ";
                }
                inUri = false;
            } else if (inUri) {
                hasSpace |= c == ' ' || c >= '\t' && c <= '\r';
            } else if (c == '<') {
                inUri = true;
                hasBracket = true;
                hasSpace = false;
            }
        }
        return hasHeaders && !hasBracket
                ? "a URI with headers without angle brackets in " // RFC 3261 20
                : null;
    }

    /** Where the quotation mark stands that ends what begins there; negative when there is none. */
    private static int endOfQuotation(String value, int start) {
        int end = start + 1;
        while (end < value.length() && value.charAt(end) != '"') {
            end += value.charAt(end) == '\\' ? 2 : 1;
        }
        return end < value.length() ? end : -1;
    }

    /** Neither white space nor, in a URI, an angle bracket. */
    private static boolean isWord(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c <= ' ' && Character.isWhitespace(c) || from > 0 && (c == '<' || c == '>')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVersion(String word) {
        return word.equals("SIP/2.0") || VERSION.matcher(word).matches();
    }

    private static @Nullable String faultOfUri(String uri) {
        if (!Sip.isSip(uri)) {
            return null;
        }
        int scheme = uri.indexOf(':') + 1;
        int host = uri.indexOf('@') < 0 ? scheme : uri.indexOf('@') + 1;
        int end = host;
        while (end < uri.length() && uri.charAt(end) != ';' && uri.charAt(end) != '?') {
            end++;
        }
        int colon = uri.indexOf(':', host);
        int lastColon = uri.lastIndexOf(':', end - 1);
        if (!uri.startsWith("[", host) && colon >= 0 && colon < lastColon) {
            return "an IPv6 address without brackets"; // RFC 5118 4.2
        }
        if (uri.indexOf('?', end) >= 0) {
            return "headers in the Request-URI"; // RFC 3261 19.1.1
        }
        return null;
    }

    /** False where a look is enough: something follows the cookie. */
    private static boolean mayLackBranch(String via) {
        String lower = via.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf(COOKIE); at >= 0; at = lower.indexOf(COOKIE, at + 1)) {
            int next = at + COOKIE.length();
            if (next == lower.length() || " \t;,".indexOf(lower.charAt(next)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
