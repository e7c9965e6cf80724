package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way that the packets of a call take, as ICE found it (RFC 8445): the pair of candidates in use.
 *
 * @param local HOST when packets leave this host for the peer, RELAY when they go by a TURN server of this side's
 * @param localEndpoint where they leave from: a port of this host, or one that the TURN server lends
 * @param relay how the TURN server is reached; null unless local is RELAY
 * @param remote how the peer's candidate was found; PRFLX, too, when the peer chose another pair later
 * @param remoteEndpoint where they go
 */
public record MediaPath(
        IceCandidate.Type local,
        Endpoint localEndpoint,
        IceServer.@Nullable Transport relay,
        IceCandidate.Type remote,
        Endpoint remoteEndpoint) {

    public MediaPath {
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(localEndpoint, "localEndpoint");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(remoteEndpoint, "remoteEndpoint");
    }

    /** True when a TURN server of either side's is on the way. */
    public boolean isRelayed() {
        return local == IceCandidate.Type.RELAY || remote == IceCandidate.Type.RELAY;
    }
}
