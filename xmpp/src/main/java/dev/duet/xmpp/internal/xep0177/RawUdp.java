package dev.duet.xmpp.internal.xep0177;

import dev.duet.model.Endpoint;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/**
 * The transport element of media without ICE: an address for RTP, and perhaps one for RTCP. Pure.
 *
 * @param rtp null when nothing was told
 * @param rtcp null for one port above
 */
public record RawUdp(@Nullable Endpoint rtp, @Nullable Endpoint rtcp) {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle:transports:raw-udp:1";

    /** Reads a transport element. */
    public static RawUdp read(Xml transport) throws JingleException {
        Endpoint rtp = null;
        Endpoint rtcp = null;
        for (Xml candidate : transport.children("candidate", NAMESPACE)) {
            Endpoint endpoint =
                    new Endpoint(Fields.required(candidate, "ip"), (int) Fields.number(candidate, "port", 1, 65_535));
            long component = Fields.number(candidate, "component", 1, 256);
            if (component == 1 && rtp == null) {
                rtp = endpoint;
            } else if (component == 2 && rtcp == null) {
                rtcp = endpoint;
            }
        }
        return new RawUdp(rtp, rtcp);
    }

    /** The element. */
    public Xml.Builder write() {
        Xml.Builder transport = Xml.element("transport", NAMESPACE);
        if (rtp != null) {
            transport.add(candidate(1, rtp));
        }
        if (rtcp != null) {
            transport.add(candidate(2, rtcp));
        }
        return transport;
    }

    private static Xml candidate(int component, Endpoint endpoint) {
        return Xml.element("candidate", NAMESPACE)
                .attribute("component", Integer.toString(component))
                .attribute("generation", "0")
                .attribute("id", "c" + component + Integer.toHexString(endpoint.hashCode()))
                .attribute("ip", endpoint.host())
                .attribute("port", Integer.toString(endpoint.port()))
                .build();
    }
}
