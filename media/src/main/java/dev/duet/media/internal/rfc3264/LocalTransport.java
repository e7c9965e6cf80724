package dev.duet.media.internal.rfc3264;

import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Endpoint;
import dev.duet.model.IceDescription;
import org.jspecify.annotations.Nullable;

/**
 * Where our media are.
 *
 * @param rtp where we want RTP
 * @param rtcp where we want RTCP; null for one port above
 * @param mux whether RTP and RTCP may share our port
 * @param ice our side of ICE; null without
 * @param fingerprint our certificate's hash; null when there is none to show
 */
public record LocalTransport(
        Endpoint rtp,
        @Nullable Endpoint rtcp,
        boolean mux,
        @Nullable IceDescription ice,
        @Nullable Fingerprint fingerprint) {}
