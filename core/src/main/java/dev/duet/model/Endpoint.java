package dev.duet.model;

import java.util.Objects;

/**
 * A transport address as descriptions carry it: not resolved, perhaps a name.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a name
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, unlike " + port);
        }
    }

    /** True for an IPv6 address. */
    public boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
    }
}
