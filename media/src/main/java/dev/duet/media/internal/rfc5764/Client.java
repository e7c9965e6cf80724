package dev.duet.media.internal.rfc5764;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The side that connects. */
final class Client extends DefaultTlsClient {

    private final Handshake handshake;
    private final int limitMillis;

    Client(Handshake handshake, int limitMillis) {
        super(handshake.identity().crypto());
        this.handshake = handshake;
        this.limitMillis = limitMillis;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), Handshake.CLIENT_SUITES);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return limitMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Handshake.RESEND_MILLIS;
    }

    /** Keys can be exported only with it (RFC 7627 5.4). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** The fingerprint vouches for a certificate, not who signed it and how. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    public Hashtable<?, ?> getClientExtensions() throws IOException {
        Hashtable<?, ?> extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(handshake.profileIds(), TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
        boolean one = chosen != null && chosen.getProtectionProfiles().length == 1 && chosen.getMki().length == 0;
        if (chosen == null || !one) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "No SRTP profile was chosen (RFC 5764 4.1.1)");
        }
        handshake.choose(chosen.getProtectionProfiles());
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                handshake.check(shown.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return handshake.identity().signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        handshake.finish(context);
    }
}
