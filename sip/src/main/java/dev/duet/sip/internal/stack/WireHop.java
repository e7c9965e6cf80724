package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import java.net.InetSocketAddress;
import javax.sip.address.Hop;

/** The next hop of a request, which is decided before JAIN-SIP sees it. */
final class WireHop implements Hop {

    private final InetSocketAddress address;
    private final SipConfig.Transport transport;

    WireHop(InetSocketAddress address, SipConfig.Transport transport) {
        this.address = address;
        this.transport = transport;
    }

    @Override
    public String getHost() {
        String text = address.getAddress().getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    @Override
    public int getPort() {
        return address.getPort();
    }

    @Override
    public String getTransport() {
        return transport.name();
    }

    /** Of the interface in jain-sip-ri, which jain-sip-api has without it; which one is loaded is chance. */
    public boolean isURIRoute() {
        return false;
    }

    /** See {@link #isURIRoute()}. */
    public void setURIRouteFlag() {}

    @Override
    public String toString() {
        return address + "/" + transport;
    }
}
