package dev.duet.sip.internal.stack;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of RFC 3261 25.1 JAIN-SIP's parser lets pass in requests, though nobody can tell what is meant. Pure. */
final class Syntax {

    private static final List<String> ADDRESSES = List.of("from", "to", "contact", "route", "record-route");
    private static final Pattern REQUEST_LINE = Pattern.compile("[^\\s]+ [^\\s<>]+ SIP/[0-9]+\\.[0-9]+");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern SPACE_IN_URI = Pattern.compile("<[^>]*\\s[^>]*>");
    private static final Pattern SIP_URI = Pattern.compile("(?i)sips?:(?:[^@]*@)?([^;?]*)(.*)");
    private static final Pattern NO_BRANCH = Pattern.compile("(?i).*;\\s*branch\\s*=\\s*z9hG4bK\\s*(?:[;,].*)?");

    private Syntax() {}

    /** Why a request is not well-formed; null when nothing of this kind is wrong with it. */
    static @Nullable String fault(RawHeaders raw) {
        if (!REQUEST_LINE.matcher(raw.firstLine()).matches()) {
            return "a malformed request line";
        }
        String uri = uriOf(raw.firstLine());
        var parts = SIP_URI.matcher(uri);
        if (parts.matches()) {
            String host = parts.group(1);
            if (!host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':')) {
                return "an IPv6 address without brackets"; // RFC 5118 4.2
            }
            if (parts.group(2).indexOf('?') >= 0) {
                return "headers in the Request-URI"; // RFC 3261 19.1.1
            }
        }
        for (String name : ADDRESSES) {
            for (String value : raw.all(name)) {
                String plain = QUOTED.matcher(value).replaceAll("");
                if (SPACE_IN_URI.matcher(plain).find()) {
                    return "a space within a URI in " + name;
                }
                if (plain.indexOf('<') < 0 && plain.indexOf('?') >= 0) {
                    return "a URI with headers without angle brackets in " + name; // RFC 3261 20
                }
            }
        }
        boolean branchless = raw.all("via").stream()
                .limit(1)
                .anyMatch(via -> NO_BRANCH.matcher(via).matches());
        return branchless ? "a branch that names no transaction" : null; // RFC 4475 3.2.1
    }

    private static String uriOf(String requestLine) {
        return requestLine.substring(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(' '));
    }
}
