package dev.duet.spi;

import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import java.util.Objects;

/**
 * What the media of one call attempt are made for.
 *
 * @param config how calls carry sound, with the ICE servers that the signalling's server told of
 * @param protocol the protocol of the leg; what is usual differs: a Jingle call always does ICE and trickles, a SIP
 *     peer must say that it can
 * @param localHint the local IP address that the signalling uses, for media without ICE; empty when unknown
 * @param signallingProtected true when keys and fingerprints travel protected, as far as this side can see; SDES keys
 *     are never sent otherwise (RFC 4568 8)
 */
public record MediaRequest(MediaConfig config, Protocol protocol, String localHint, boolean signallingProtected) {

    public MediaRequest {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(localHint, "localHint");
    }
}
