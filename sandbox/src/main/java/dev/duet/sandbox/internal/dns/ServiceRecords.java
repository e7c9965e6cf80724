package dev.duet.sandbox.internal.dns;

import dev.duet.sandbox.DnsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The records by which clients find the servers of a domain. */
public final class ServiceRecords {

    private static final String LOOPBACK = "127.0.0.1";

    private final String domain;
    private final List<DnsRecord> records = new ArrayList<>();

    public ServiceRecords(String domain) {
        this.domain = domain;
        records.add(DnsRecord.a(domain, LOOPBACK));
    }

    /** RFC 3263 4.1: the transports in the order RFC 3261 26.2 would have them, the safest first. */
    public ServiceRecords sip(String host, int udpPort, int tcpPort, OptionalInt tlsPort) {
        records.add(DnsRecord.a(host, LOOPBACK));
        tlsPort.ifPresent(port -> sipService("SIPS+D2T", "_sips._tcp.", port, host, 10));
        sipService("SIP+D2T", "_sip._tcp.", tcpPort, host, 20);
        sipService("SIP+D2U", "_sip._udp.", udpPort, host, 30);
        return this;
    }

    private void sipService(String service, String prefix, int port, String host, int order) {
        records.add(DnsRecord.naptr(domain, order, 50, service, prefix + domain));
        records.add(DnsRecord.srv(prefix + domain, 10, 100, port, host));
    }

    /** RFC 6120 3.2.1, XEP-0368. */
    public ServiceRecords xmpp(String host, int port, OptionalInt directTlsPort) {
        records.add(DnsRecord.a(host, LOOPBACK));
        records.add(DnsRecord.srv("_xmpp-client._tcp." + domain, 10, 100, port, host));
        directTlsPort.ifPresent(
                direct -> records.add(DnsRecord.srv("_xmpps-client._tcp." + domain, 10, 100, direct, host)));
        return this;
    }

    public List<DnsRecord> records() {
        return List.copyOf(records);
    }
}
