package dev.duet.sip.internal.link;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.rfc3263.LocateException;
import dev.duet.sip.internal.rfc3263.Place;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.transport.PeerIdentity;
import dev.duet.sip.internal.transport.Sctp;
import dev.duet.sip.internal.transport.StreamWire;
import dev.duet.sip.internal.transport.UdpWire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers that an account may sign in to, in the order to try.
 *
 * @param targets empty when there is none
 * @param failure why there is none, or why one was left out; null when all is well
 */
record Candidates(List<StreamWire.Target> targets, @Nullable Failure failure) {

    private static final int PROBE_MILLIS = 100;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /**
     * Finds them. Blocks; on a thread that may.
     *
     * @param server the configured one; null for that of the account's domain
     */
    static Candidates find(SipConfig config, @Nullable Endpoint server, ServerLocator locator, Sctp sctp) {
        List<StreamWire.Target> targets = new ArrayList<>();
        Failure failure = null;
        try {
            for (Place place : locator.locate(config, server)) {
                Failure obstacle = obstacle(place, sctp);
                if (obstacle == null) {
                    targets.add(target(config, server, place));
                } else {
                    failure = obstacle;
                }
            }
        } catch (LocateException e) {
            failure = e.failure();
        } catch (IOException e) {
            failure = network("No local address for the server: " + e.getMessage());
        }
        return new Candidates(targets, failure);
    }

    /** Why there is no need to try; null when there is none. */
    private static @Nullable Failure obstacle(Place place, Sctp sctp) {
        InetSocketAddress remote = place.address();
        return switch (place.transport()) {
            case SCTP -> sctp.lack();
            case UDP ->
                UdpWire.isRefused(remote, PROBE_MILLIS)
                        ? network(remote.getAddress().getHostAddress() + ":" + remote.getPort()
                                + " refused: nobody listens there")
                        : null;
            case TCP, TLS, WS, WSS -> null;
        };
    }

    private static StreamWire.Target target(SipConfig config, @Nullable Endpoint server, Place place)
            throws IOException {
        Set<String> hosts = server == null ? Set.of() : Set.of(server.host());
        Duration timeout = config.timeout().compareTo(CONNECT) < 0 ? config.timeout() : CONNECT;
        return new StreamWire.Target(
                place.transport(),
                place.address(),
                local(config, place),
                config.webSocketPath(),
                config.trust(),
                config.clientCertificate(),
                new PeerIdentity(config.address().host(), hosts),
                (int) timeout.toMillis(),
                config.limits());
    }

    private static @Nullable InetAddress local(SipConfig config, Place place) throws IOException {
        if (config.localHost() != null) {
            return InetAddress.getByName(config.localHost());
        }
        return switch (place.transport()) {
            case UDP, SCTP -> towards(place.address()); // else SCTP would tell all that this host has
            case TCP, TLS, WS, WSS -> null;
        };
    }

    /** The local address that the operating system would use towards somebody. Nothing is sent. */
    static InetAddress towards(InetSocketAddress remote) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(remote);
            InetAddress local = socket.getLocalAddress();
            if (local.isAnyLocalAddress()) {
                throw new UnknownHostException(
                        "no route to " + remote.getAddress().getHostAddress());
            }
            return local;
        }
    }

    private static Failure network(String message) {
        return Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message);
    }
}
