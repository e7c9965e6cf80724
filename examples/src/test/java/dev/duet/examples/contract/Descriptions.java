package dev.duet.examples.contract;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Map;

/** Descriptions of media that nobody has. */
final class Descriptions {

    private Descriptions() {}

    static SessionDescription of(String ufrag) {
        return of(ufrag, MediaDirection.SENDRECV);
    }

    static SessionDescription of(String ufrag, MediaDirection direction) {
        return SessionDescription.of(MediaDescription.audio("0")
                .direction(direction)
                .rtp(new Endpoint("127.0.0.1", 40_000))
                .rtcpMux(true)
                .payload(PayloadType.of(0, "PCMU", 8_000, 1))
                .ice(new IceDescription(
                        ufrag, "0123456789012345678901", List.of("trickle"), List.of(candidate(40_000)), false))
                .build());
    }

    static IceCandidate candidate(int port) {
        return new IceCandidate(
                "1",
                1,
                "udp",
                2_130_706_431L,
                new Endpoint("127.0.0.1", port),
                IceCandidate.Type.HOST,
                null,
                null,
                Map.of());
    }

    static MediaDirection direction(SessionDescription description) {
        return description.media().get(0).direction();
    }

    static String ufrag(SessionDescription description) {
        IceDescription ice = description.media().get(0).ice();
        return ice == null ? "" : ice.usernameFragment();
    }
}
