package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Map;

/** Descriptions for tests. */
final class Descriptions {

    private Descriptions() {}

    static SessionDescription audio(String ufrag, MediaDirection direction) {
        return SessionDescription.of(MediaDescription.audio("0")
                .direction(direction)
                .payload(PayloadType.of(0, "PCMU", 8_000, 1))
                .rtcpMux(true)
                .ice(new IceDescription(ufrag, "password-of-22-letters-" + ufrag, List.of("trickle"), List.of(), false))
                .build());
    }

    static SessionDescription audio(String ufrag) {
        return audio(ufrag, MediaDirection.SENDRECV);
    }

    static IceCandidate candidate(int port) {
        return new IceCandidate(
                "f" + port,
                1,
                "udp",
                1_000L + port,
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
