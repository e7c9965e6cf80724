package dev.duet.sandbox;

import dev.duet.sandbox.internal.dns.RecordText;
import java.time.Duration;

/**
 * A DNS resource record in the form of a zone file (RFC 1035 5).
 *
 * @param name the owner's name, absolute with or without the final dot
 * @param type the kind of data
 * @param ttl how long it may be cached, in whole seconds
 * @param data the data as in a zone file, for example {@code 10 20 5060 sip.example.com.}; names in it are absolute
 *     with or without the final dot
 */
public record DnsRecord(String name, Type type, Duration ttl, String data) {

    /** The kinds of record the sandbox answers for. */
    public enum Type {
        /** An IPv4 address. */
        A,
        /** An IPv6 address. */
        AAAA,
        /** Another name for a name. */
        CNAME,
        /** Rules to find a service (RFC 3403), for SIP those of RFC 3263. */
        NAPTR,
        /** Where a service runs (RFC 2782). */
        SRV,
        /** Text. */
        TXT
    }

    /**
     * Checks that the data is what the type asks for.
     *
     * @throws IllegalArgumentException if it is not; the message says why
     */
    public DnsRecord {
        RecordText.parse(name, type, ttl, data);
    }

    /**
     * An IPv4 address that must not be cached.
     *
     * @param name the owner
     * @param address a literal such as {@code 127.0.0.1}
     * @return the record
     */
    public static DnsRecord a(String name, String address) {
        return new DnsRecord(name, Type.A, Duration.ZERO, address);
    }

    /**
     * An IPv6 address that must not be cached.
     *
     * @param name the owner
     * @param address a literal such as {@code ::1}
     * @return the record
     */
    public static DnsRecord aaaa(String name, String address) {
        return new DnsRecord(name, Type.AAAA, Duration.ZERO, address);
    }

    /**
     * An alias that must not be cached.
     *
     * @param name the alias
     * @param target the name it stands for
     * @return the record
     */
    public static DnsRecord cname(String name, String target) {
        return new DnsRecord(name, Type.CNAME, Duration.ZERO, target);
    }

    /**
     * A service's place (RFC 2782) that must not be cached.
     *
     * @param name the service, for example {@code _sip._udp.example.com}
     * @param priority 0 to 65535, lower is tried first
     * @param weight 0 to 65535, the share among those of one priority
     * @param port 0 to 65535
     * @param target the host, or {@code .} to say that there is no such service
     * @return the record
     */
    public static DnsRecord srv(String name, int priority, int weight, int port, String target) {
        return new DnsRecord(name, Type.SRV, Duration.ZERO, priority + " " + weight + " " + port + " " + target);
    }

    /**
     * A rule that leads to an SRV name (RFC 3263 4.1), with flag {@code s} and no expression; it must not be cached.
     *
     * @param name the domain
     * @param order 0 to 65535, lower is used first
     * @param preference 0 to 65535, lower is preferred among those of one order
     * @param service for example {@code SIP+D2U}, {@code SIP+D2T} or {@code SIPS+D2T}
     * @param srvName the SRV name to look up next
     * @return the record
     */
    public static DnsRecord naptr(String name, int order, int preference, String service, String srvName) {
        String data = order + " " + preference + " \"s\" \"" + service + "\" \"\" " + srvName;
        return new DnsRecord(name, Type.NAPTR, Duration.ZERO, data);
    }

    /** The record as a zone file's line. */
    @Override
    public String toString() {
        return name + ' ' + ttl.toSeconds() + " IN " + type + ' ' + data;
    }
}
