package dev.duet.media.internal.rfc5764;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc8122.Fingerprints;
import dev.duet.model.DtlsDescription.Fingerprint;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/** What both roles have in common: whom to believe, which profile, and the keys that come out. */
final class Handshake {

    /**
     * Milliseconds until a flight is repeated the first time; doubled each time, and each time that the other side
     * repeats its own (RFC 6347 4.2.4.1). As short as browsers have it, or bad lines leave no time for many tries.
     */
    static final int RESEND_MILLIS = 50;

    /** What a server with a key on P-256 can do. */
    static final int[] SERVER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    };

    /** A server may have an RSA key, as older telephones do. */
    static final int[] CLIENT_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    };

    private final Identity identity;
    private final List<Fingerprint> described;
    private final List<SrtpProfile> profiles;
    private boolean stranger;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKey clientKey;
    private @Nullable SrtpKey serverKey;

    Handshake(Identity identity, List<Fingerprint> described, List<SrtpProfile> profiles) {
        this.identity = identity;
        this.described = List.copyOf(described);
        this.profiles = List.copyOf(profiles);
    }

    Identity identity() {
        return identity;
    }

    int[] profileIds() {
        return profiles.stream().mapToInt(SrtpProfile::dtlsId).toArray();
    }

    /** The other side's certificate must be one that its description names (RFC 5763 5, RFC 8122 6.2). */
    void check(@Nullable Certificate chain) throws IOException {
        boolean named = chain != null
                && !chain.isEmpty()
                && Fingerprints.match(described, chain.getCertificateAt(0).getEncoded());
        if (!named) {
            stranger = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    /** Takes the best of ours among those. */
    SrtpProfile choose(int[] ids) throws IOException {
        for (SrtpProfile ours : profiles) {
            for (int id : ids) {
                if (ours.dtlsId() == id) {
                    profile = ours;
                    return ours;
                }
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "No SRTP profile in common");
    }

    /** Derives the keys (RFC 5764 4.2). */
    void finish(TlsContext context) throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "No SRTP profile");
        }
        int key = chosen.keyBytes();
        int salt = chosen.saltBytes();
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        clientKey = SrtpKey.of(chosen, join(material, 0, key, 2 * key, salt));
        serverKey = SrtpKey.of(chosen, join(material, key, key, 2 * key + salt, salt));
        Arrays.fill(material, (byte) 0);
    }

    private static byte[] join(byte[] from, int first, int firstBytes, int second, int secondBytes) {
        byte[] both = new byte[firstBytes + secondBytes];
        System.arraycopy(from, first, both, 0, firstBytes);
        System.arraycopy(from, second, both, firstBytes, secondBytes);
        return both;
    }

    /** True when the other side showed a certificate that its description does not name, or none. */
    boolean isStranger() {
        return stranger;
    }

    /** The key that the client sends with; null before the end. */
    @Nullable
    SrtpKey clientKey() {
        return clientKey;
    }

    /** The key that the server sends with; null before the end. */
    @Nullable
    SrtpKey serverKey() {
        return serverKey;
    }
}
