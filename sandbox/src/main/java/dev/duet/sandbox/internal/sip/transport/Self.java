package dev.duet.sandbox.internal.sip.transport;

import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.Params;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import java.util.Locale;
import java.util.Set;

/** Who this server is: its domain and its addresses. */
public final class Self {

    private static final String HOST = "127.0.0.1";
    private static final Set<String> LOCAL_NAMES = Set.of(HOST, "localhost");

    private final String domain;
    private final Flows flows;

    public Self(String domain, Flows flows) {
        this.domain = domain;
        this.flows = flows;
    }

    public String domain() {
        return domain;
    }

    /** Whether a URI is one of this domain, of a host in it or of one of our listeners. */
    public boolean owns(SipUri uri) {
        return isDomain(uri) || isListener(uri);
    }

    /**
     * Hosts of the domain lead here too, as a DNS may have it. A domain that is itself an address is told from other
     * servers there by the port.
     */
    private boolean isDomain(SipUri uri) {
        String host = Grammar.lower(uri.host());
        boolean sameName = host.equals(domain) || host.endsWith('.' + domain);
        return sameName && (uri.port() == 0 || !LOCAL_NAMES.contains(domain) || isOurPort(uri.port()));
    }

    /** Whether a URI names one of our listeners rather than the domain. */
    public boolean isListener(SipUri uri) {
        boolean local = LOCAL_NAMES.contains(uri.host().toLowerCase(Locale.ROOT));
        return local && isOurPort(uri.port());
    }

    private boolean isOurPort(int port) {
        for (Transport transport : Transport.values()) {
            if (flows.has(transport) && flows.port(transport) == port) {
                return true;
            }
        }
        return false;
    }

    /** Whether a Via is ours. */
    public boolean sent(Via via) {
        return via.sentBy().host().equals(HOST) && isOurPort(via.sentBy().port());
    }

    public Via via(Transport transport, String branch) {
        return Via.parse("SIP/2.0/" + transport + ' ' + HOST + ':' + flows.port(transport) + ";branch=" + branch);
    }

    /** A URI that leads to our listener of this transport. */
    public SipUri uri(String user, Transport transport) {
        Params params = transport == Transport.UDP
                ? Params.NONE
                : Params.NONE.with("transport", transport.name().toLowerCase(Locale.ROOT));
        return new SipUri("sip", user, HOST, flows.port(transport), params, "");
    }

    /** A sips URI that leads to our TLS listener. */
    public SipUri secureUri(String user) {
        return new SipUri("sips", user, HOST, flows.port(Transport.TLS), Params.NONE, "");
    }
}
