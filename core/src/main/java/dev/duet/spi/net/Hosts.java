package dev.duet.spi.net;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be told of a host from how it is written. Nothing here asks anybody. */
public final class Hosts {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[0-9A-Za-z_.-]+)?");

    private Hosts() {}

    /**
     * The IP address that a host is written as.
     *
     * @param host an IPv4 address in four decimal parts, an IPv6 address with or without brackets, or something else
     * @return null when it is no such address
     */
    public static @Nullable InetAddress literal(String host) {
        String bare = bare(host);
        if (!isIpv4(bare) && !IPV6.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare); // of that form, the JDK never takes it for a name
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The host without the brackets that go around an IPv6 address in a URI or a JID. */
    public static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * A name in the form in which names compare and go to DNS: ASCII (RFC 5890 A-labels), in lower case, without a
     * final dot. What has no such form comes back in lower case.
     */
    public static String ascii(String name) {
        String trimmed = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            return IDN.toASCII(trimmed, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return trimmed.toLowerCase(Locale.ROOT);
        }
    }

    /** True for this host's own names, which DNS is not asked about (RFC 6761 6.3). */
    static boolean isLocal(String name) {
        return isWithin(name, "localhost");
    }

    /** True for names that are known not to exist (RFC 6761 6.4). */
    static boolean isInvalid(String name) {
        return isWithin(name, "invalid");
    }

    private static boolean isWithin(String name, String top) {
        String ascii = ascii(name);
        return ascii.equals(top) || ascii.endsWith("." + top);
    }

    private static boolean isIpv4(String host) {
        if (!IPV4.matcher(host).matches()) {
            return false;
        }
        for (String part : host.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}
