package dev.duet.sandbox.internal.sip.message;

/**
 * {@code hostport} of RFC 3261 section 25.1.
 *
 * @param host a name or address; IPv6 in brackets
 * @param port 1 to 65535, or 0 if none is written
 */
public record HostPort(String host, int port) {

    public static HostPort parse(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', bracket + 1);
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = 0;
        if (colon >= 0) {
            port = (int) Grammar.number(text.substring(colon + 1), 65_535);
            if (port == 0) {
                throw new SipFormatException("port 0: " + text);
            }
        }
        if (!isHost(host)) {
            throw new SipFormatException("bad host: " + text);
        }
        return new HostPort(host, port);
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]")
                    && host.length() > 3
                    && host.substring(1, host.length() - 1)
                            .chars()
                            .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        }
        return !host.isEmpty()
                && Grammar.isAlphanumeric(host.charAt(0))
                && host.chars().allMatch(c -> Grammar.isAlphanumeric(c) || c == '-' || c == '.' || c == '_');
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ':' + port;
    }
}
