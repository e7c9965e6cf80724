package dev.duet.sandbox.internal.sip.message;

import java.util.Optional;

/**
 * A SIP or SIPS URI (RFC 3261 19.1). The parts are kept as written.
 *
 * @param scheme {@code sip} or {@code sips}
 * @param userInfo what stands before the {@code @}, escapes and password included; empty if there is none
 * @param host a name or address; IPv6 in brackets
 * @param port 1 to 65535, or 0 if none is written
 * @param headers what follows the question mark, or empty
 */
public record SipUri(String scheme, String userInfo, String host, int port, Params params, String headers) {

    private static final String UNRESERVED_MARKS = "-_.!~*'()%";
    private static final String USER_MARKS = UNRESERVED_MARKS + "&=+$,;?/:";
    private static final String PARAM_MARKS = UNRESERVED_MARKS + "[]/:&+$";

    public static SipUri parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : Grammar.lower(text.substring(0, colon));
        if (!"sip".equals(scheme) && !"sips".equals(scheme)) {
            throw new SipFormatException("not a SIP URI: " + text);
        }
        String rest = text.substring(colon + 1);
        int at = rest.indexOf('@');
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        if (at == 0 || !all(userInfo, USER_MARKS)) {
            throw new SipFormatException("bad user part: " + text);
        }
        Grammar.unescape(userInfo);
        String hostAndMore = rest.substring(at + 1);
        int question = hostAndMore.indexOf('?');
        String headers = question < 0 ? "" : hostAndMore.substring(question + 1);
        String noHeaders = question < 0 ? hostAndMore : hostAndMore.substring(0, question);
        int semicolon = noHeaders.indexOf(';');
        String hostPort = semicolon < 0 ? noHeaders : noHeaders.substring(0, semicolon);
        Params params = semicolon < 0 ? Params.NONE : Params.ofUri(noHeaders.substring(semicolon));
        HostPort address = HostPort.parse(hostPort);
        return new SipUri(scheme, userInfo, address.host(), address.port(), params, headers);
    }

    static boolean isParamText(String s) {
        return !s.isEmpty() && all(s, PARAM_MARKS);
    }

    private static boolean all(String s, String marks) {
        return s.chars().allMatch(c -> Grammar.isAlphanumeric(c) || marks.indexOf(c) >= 0);
    }

    /** The scheme of any absolute URI in lower case, or empty if there is none. */
    public static String schemeOf(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon <= 0 ? "" : uri.substring(0, colon);
        boolean good = scheme.chars().allMatch(c -> Grammar.isAlphanumeric(c) || "+-.".indexOf(c) >= 0);
        return good ? Grammar.lower(scheme) : "";
    }

    /** The user without password and escapes; empty if there is none. */
    public String user() {
        int colon = userInfo.indexOf(':');
        return Grammar.unescape(colon < 0 ? userInfo : userInfo.substring(0, colon));
    }

    public boolean secure() {
        return "sips".equals(scheme);
    }

    public boolean looseRouting() {
        return params.has("lr");
    }

    /** The transport parameter in lower case. */
    public Optional<String> transport() {
        return params.get("transport").map(Grammar::lower);
    }

    public SipUri withoutHeaders() {
        return new SipUri(scheme, userInfo, host, port, params, "");
    }

    /** Equality by RFC 3261 19.1.4. */
    public boolean matches(SipUri other) {
        return scheme.equals(other.scheme)
                && Grammar.unescape(userInfo).equals(Grammar.unescape(other.userInfo))
                && host.equalsIgnoreCase(other.host)
                && port == other.port
                && paramsMatch(other)
                && headers.equals(other.headers);
    }

    private boolean paramsMatch(SipUri other) {
        for (String special : new String[] {"user", "ttl", "method", "maddr", "transport"}) {
            if (params.has(special) != other.params.has(special)) {
                return false;
            }
        }
        return params.list().stream().filter(p -> other.params.has(p.name())).allMatch(p -> p.value()
                .orElse("")
                .equalsIgnoreCase(other.params.get(p.name()).orElse("")));
    }

    @Override
    public String toString() {
        return scheme
                + ':'
                + (userInfo.isEmpty() ? "" : userInfo + '@')
                + new HostPort(host, port)
                + params
                + (headers.isEmpty() ? "" : "?" + headers);
    }
}
