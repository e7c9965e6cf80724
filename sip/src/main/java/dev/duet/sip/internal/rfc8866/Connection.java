package dev.duet.sip.internal.rfc8866;

import java.util.List;
import java.util.regex.Pattern;

/** The {@code c=} line (RFC 8866 5.7). */
final class Connection {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,255}");

    private Connection() {}

    /** The host of a connection line. */
    static String host(String line) throws SdpException {
        List<String> parts = Words.of(line);
        boolean good = parts.size() == 3
                && parts.get(0).equals("IN")
                && (parts.get(1).equals("IP4") || parts.get(1).equals("IP6"));
        if (!good) {
            throw new SdpException("bad c= line: \"" + SdpLines.shortened(line) + "\"");
        }
        String host = parts.get(2);
        int slash = host.indexOf('/'); // time to live and number of addresses, for multicast
        return checked(slash < 0 ? host : host.substring(0, slash));
    }

    /** Nobody's address: an old phone's hold (RFC 3264 8.4), or an offer whose addresses are all candidates. */
    static boolean isUnspecified(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("0::0");
    }

    static String checked(String host) throws SdpException {
        if (!HOST.matcher(host).matches()) {
            throw new SdpException("bad address: \"" + SdpLines.shortened(host) + "\"");
        }
        return host;
    }
}
