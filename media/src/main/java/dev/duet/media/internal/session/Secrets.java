package dev.duet.media.internal.session;

import dev.duet.media.internal.rfc3264.LocalSecurity;
import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.spi.MediaRequest;
import java.security.SecureRandom;
import java.util.List;

/** What a session may tell the other side for its protection. */
final class Secrets {

    /**
     * First the one that all have (RFC 4568 6.2.1): some take the first for it, unread. Last the one with short tags.
     */
    private static final List<SrtpProfile> SUITES = List.of(
            SrtpProfile.AES_CM_128_HMAC_SHA1_80,
            SrtpProfile.AEAD_AES_128_GCM,
            SrtpProfile.AEAD_AES_256_GCM,
            SrtpProfile.AES_CM_128_HMAC_SHA1_32);

    private Secrets() {}

    /** Makes keys for SDES, when descriptions may carry them: by SIP, and protected on their way (RFC 4568 8). */
    static LocalSecurity local(MediaRequest request, SecureRandom random) {
        MediaConfig.Encryption policy = request.config().encryption();
        boolean sdes = policy != MediaConfig.Encryption.NEVER
                && request.protocol() == Protocol.SIP
                && request.signallingProtected();
        List<SrtpProfile> allowed =
                request.config().ciphers().stream().map(SrtpProfile::of).toList();
        List<SrtpKey> keys = sdes
                ? SUITES.stream()
                        .filter(allowed::contains)
                        .map(suite -> key(suite, random))
                        .toList()
                : List.of();
        return new LocalSecurity(policy, request.protocol(), keys);
    }

    /**
     * The profiles of DTLS handshakes, the best first. Unless told otherwise GCM goes first: it is faster than SHA-1,
     * and its packets are shorter; with 128 bits, since that is what the handshake's curve is worth.
     */
    static List<SrtpProfile> profiles(MediaConfig config) {
        return config.ciphers().stream()
                .map(SrtpProfile::of)
                .filter(profile -> profile != SrtpProfile.AES_CM_128_HMAC_SHA1_32)
                .toList();
    }

    private static SrtpKey key(SrtpProfile suite, SecureRandom random) {
        byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
        random.nextBytes(bytes);
        return SrtpKey.of(suite, bytes);
    }
}
